import { readKinds } from '#core/emergency/emergency-kind';
import type { ChannelAccountId, ServiceRequestId } from '#core/identity/ids';
import type { Refusal } from '#core/ladder/refusal';
import type { RequestSummary } from '#core/request/request-store';
import type { BreachReason, CloseReason, RequestStatus } from '#core/request/status';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';

export const summaryColumns =
  'r.id, r.number, r.status, r.subject, r.channelAccountId, r.serviceCode, r.requestedAt, r.receivedAt, ' +
  'r.arrivedLate, r.unverifiedSender, r.expectedAt, r.nextDeadlineAt, r.lastMessageAt, r.messageCount, ' +
  'r.streamKey, r.closedAt, r.closeReason, r.closeSentence, r.breachReason, r.emergencies, ' +
  'u.refusal, u.undeliveredAt';

/** Requests with what their summary needs beside them: a key of the row each. */
export const summaryTables = 'service_request r LEFT JOIN undelivered u ON u.requestId = r.id';

export interface SummaryRow {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly status: RequestStatus;
  readonly subject: string;
  readonly channelAccountId: ChannelAccountId;
  readonly serviceCode: string | null;
  readonly requestedAt: string;
  readonly receivedAt: string;
  readonly arrivedLate: number;
  readonly unverifiedSender: number;
  readonly expectedAt: string | null;
  readonly nextDeadlineAt: string | null;
  readonly lastMessageAt: string;
  readonly messageCount: number;
  readonly streamKey: string | null;
  readonly closedAt: string | null;
  readonly closeReason: CloseReason | null;
  readonly closeSentence: string | null;
  readonly breachReason: BreachReason | null;
  readonly emergencies: string | null;
  readonly refusal: Refusal | null;
  readonly undeliveredAt: string | null;
}

export function summaryOf(row: SummaryRow): RequestSummary {
  const { refusal, undeliveredAt } = row;
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    subject: row.subject,
    channelAccountId: row.channelAccountId,
    serviceCode: row.serviceCode,
    requestedAt: instantOf(row.requestedAt),
    receivedAt: instantOf(row.receivedAt),
    arrivedLate: row.arrivedLate === 1,
    unverifiedSender: row.unverifiedSender === 1,
    expectedAt: instantOrNull(row.expectedAt),
    nextDeadlineAt: instantOrNull(row.nextDeadlineAt),
    lastMessageAt: instantOf(row.lastMessageAt),
    messageCount: row.messageCount,
    streamKey: row.streamKey,
    closedAt: instantOrNull(row.closedAt),
    closeReason: row.closeReason,
    closeSentence: row.closeSentence,
    breachReason: row.breachReason,
    emergencies: readKinds(row.emergencies),
    undelivered:
      refusal === null || undeliveredAt === null
        ? null
        : { refusal, undeliveredAt: instantOf(undeliveredAt) },
  };
}
