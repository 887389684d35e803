import type { IdentityKey } from '#core/identity/binary-key';
import type { ServiceRequestId } from '#core/identity/ids';
import type { CurrentRequest } from '#core/intake/registration-store';
import type { RequestStatus } from '#core/request/status';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';

/** A request's columns as registration reads them; `r` is the request. */
export const currentRequestColumns =
  'r.id, r.number, r.status, r.conversationKey, r.awaitsReply, r.nextDeadlineAt, r.expectedAt, r.closedAt, r.lastMessageAt';

export interface CurrentRequestRow {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly conversationKey: Buffer | null;
  readonly awaitsReply: number;
  readonly nextDeadlineAt: string | null;
  readonly expectedAt: string | null;
  readonly closedAt: string | null;
  readonly lastMessageAt: string;
}

export function currentRequestOf(row: CurrentRequestRow): CurrentRequest {
  return {
    id: row.id as ServiceRequestId,
    number: row.number,
    status: row.status as RequestStatus,
    conversationKey: row.conversationKey as IdentityKey | null,
    awaitsReply: row.awaitsReply === 1,
    nextDeadlineAt: instantOrNull(row.nextDeadlineAt),
    expectedAt: instantOrNull(row.expectedAt),
    closedAt: instantOrNull(row.closedAt),
    lastMessageAt: instantOf(row.lastMessageAt),
  };
}
