import type { StaffId } from '#core/identity/ids';
import type { PagedRequest } from '#core/intake/registration-store';
import type { Instant } from '#core/time/instant';

import { instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';

const subjectSql = {
  mariadb: "CONCAT('emergency:', e.id)",
  sqlite: "'emergency:' || e.id",
} as const;

/** The newest page first: emergencies that nobody has taken yet, and whom of these people they page. */
export async function findPages(
  session: SqlSession,
  people: readonly StaffId[],
  since: Instant,
): Promise<readonly PagedRequest[]> {
  if (people.length === 0) return [];
  return session.rows<PagedRequest>(
    'SELECT e.id AS emergencyId, a.staffId, r.number FROM emergency e JOIN service_request r ON r.id = e.requestId ' +
      `JOIN alert a ON a.subject = ${subjectSql[session.dialect]} AND a.kind = 'page' ` +
      "WHERE e.state <> 'acknowledged' AND e.openedAt > ? " +
      `AND a.staffId IN (${placeholders(people.length)}) ORDER BY a.createdAt DESC, a.id DESC`,
    [instantText(since), ...people],
    session.protocolFor(people.length),
  );
}
