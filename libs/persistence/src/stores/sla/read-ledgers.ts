import type { SlaClockId } from '#core/identity/ids';
import type { SlaSegment, SlaSegmentKind } from '#core/sla/sla-clock';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';

interface SegmentRow {
  readonly clockId: SlaClockId;
  readonly kind: SlaSegmentKind;
  readonly fromAt: string;
  readonly dueAt: string | null;
  readonly reason: string | null;
  readonly cause: string;
  readonly recordedAt: string;
}

/** The segments of each clock, in the order they were written. */
export async function readLedgers(
  session: SqlSession,
  ids: readonly SlaClockId[],
): Promise<ReadonlyMap<SlaClockId, readonly SlaSegment[]>> {
  const rows = await session.rows<SegmentRow>(
    'SELECT clockId, kind, fromAt, dueAt, reason, cause, recordedAt FROM sla_segment ' +
      `WHERE clockId IN (${placeholders(ids.length)}) ORDER BY clockId, id`,
    ids,
    session.protocolFor(ids.length),
  );
  const ledgers = new Map<SlaClockId, SlaSegment[]>();
  for (const row of rows) {
    const ledger = ledgers.get(row.clockId) ?? [];
    ledgers.set(row.clockId, [...ledger, segmentOf(row)]);
  }
  return ledgers;
}

function segmentOf(row: SegmentRow): SlaSegment {
  return {
    ...row,
    fromAt: instantOf(row.fromAt),
    dueAt: instantOrNull(row.dueAt),
    recordedAt: instantOf(row.recordedAt),
  };
}
