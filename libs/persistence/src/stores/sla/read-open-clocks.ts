import { outboxState } from '#core/delivery/outbox';
import type { ChannelAccountId, ContactPointId, SlaClockId } from '#core/identity/ids';
import type { OpenClock } from '#core/recount/recount-store';

import { instantOrNull } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { clockColumns, type ClockRow, slaClockOf } from './clock-row.js';
import { readLedgers } from './read-ledgers.js';

/** Clocks with their ledgers and what their requests have told, in the order of their ids. */
export async function readOpenClocks(
  session: SqlSession,
  ids: readonly SlaClockId[],
): Promise<readonly OpenClock[]> {
  if (ids.length === 0) return [];
  const rows = await session.rows<OpenClockRow>(
    openClocksSql(ids.length),
    ids,
    session.protocolFor(ids.length),
  );
  const ledgers = await readLedgers(session, ids);
  return rows.map((row) => ({
    clock: slaClockOf(row),
    history: ledgers.get(row.id) ?? [],
    request: {
      id: row.requestId,
      number: row.number,
      language: row.language,
      channelAccountId: row.channelAccountId,
      channelRef: row.channelRef,
      contactPointId: row.contactPointId,
      expectedAt: instantOrNull(row.expectedAt),
      acknowledged: row.acknowledged === 1,
    },
  }));
}

interface OpenClockRow extends ClockRow {
  readonly number: string;
  readonly language: string;
  readonly channelAccountId: ChannelAccountId;
  readonly channelRef: string;
  readonly contactPointId: ContactPointId;
  readonly expectedAt: string | null;
  readonly acknowledged: number;
}

function openClocksSql(count: number): string {
  const unsent = [outboxState.failed, outboxState.withdrawn].join(', ');
  return (
    `SELECT ${clockColumns('c')}, r.number, r.language, r.channelAccountId, r.channelRef, r.contactPointId, r.expectedAt, ` +
    'EXISTS (SELECT 1 FROM outbox_entry o WHERE o.requestId = r.id ' +
    `AND o.kind = 'acknowledgement' AND o.state NOT IN (${unsent})) AS acknowledged ` +
    'FROM sla_clock c JOIN service_request r ON r.id = c.requestId ' +
    `WHERE c.id IN (${placeholders(count)}) ORDER BY c.id`
  );
}
