import { BREACH_LEVEL } from '#core/sla/clock-steps';
import type { SlaSegment } from '#core/sla/sla-clock';

import { instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

/** A breach that turned out to be none stays on record, with its escalations, as annulled. */
export async function annulNotices(
  session: SqlSession,
  segments: readonly SlaSegment[],
): Promise<void> {
  for (const { clockId, kind, recordedAt } of segments) {
    if (kind !== 'annulled') continue;
    await session.run(
      'UPDATE sla_notice SET annulledAt = ? WHERE clockId = ? AND level >= ? AND annulledAt IS NULL',
      [instantText(recordedAt), clockId, BREACH_LEVEL],
    );
  }
}
