import { readKinds } from '#core/emergency/emergency-kind';
import type { IdentityKey } from '#core/identity/binary-key';
import type { ServiceRequestId } from '#core/identity/ids';
import type { CurrentRequest } from '#core/intake/registration-store';
import type { RequestStatus } from '#core/request/status';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';

/** A request's columns as registration reads them; `r` is the request. */
export const currentRequestColumns =
  'r.id, r.number, r.status, r.serviceCode, r.conversationKey, r.awaitsReply, r.nextDeadlineAt, r.expectedAt, r.closedAt, r.lastMessageAt, ' +
  "r.emergencies, EXISTS (SELECT 1 FROM sla_clock c WHERE c.requestId = r.id AND c.kind = 'duty') AS hasDuty";

export interface CurrentRequestRow {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly serviceCode: string | null;
  readonly conversationKey: Buffer | null;
  readonly awaitsReply: number;
  readonly nextDeadlineAt: string | null;
  readonly expectedAt: string | null;
  readonly closedAt: string | null;
  readonly lastMessageAt: string;
  readonly emergencies: string | null;
  readonly hasDuty: number;
}

export function currentRequestOf(row: CurrentRequestRow): CurrentRequest {
  return {
    id: row.id as ServiceRequestId,
    number: row.number,
    status: row.status as RequestStatus,
    serviceCode: row.serviceCode,
    conversationKey: row.conversationKey as IdentityKey | null,
    awaitsReply: row.awaitsReply === 1,
    nextDeadlineAt: instantOrNull(row.nextDeadlineAt),
    expectedAt: instantOrNull(row.expectedAt),
    closedAt: instantOrNull(row.closedAt),
    lastMessageAt: instantOf(row.lastMessageAt),
    emergencies: readKinds(row.emergencies),
    hasDuty: row.hasDuty === 1,
  };
}
