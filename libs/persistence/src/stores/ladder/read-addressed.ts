import type { ConsentScope } from '#core/consent/opt-out';
import type {
  ChannelAccountId,
  ContactId,
  ContactPointId,
  ServiceRequestId,
} from '#core/identity/ids';
import type { Addressed, CitizenAddress } from '#core/ladder/next-rung';

import { instantOrNull } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

/** The citizen behind a request: every address they gave, with what was said about it. */
export async function readAddressed(
  session: SqlSession,
  requestId: ServiceRequestId,
): Promise<Addressed> {
  const [citizen] = await session.rows<CitizenRow>(
    'SELECT c.id, c.displayName, r.language FROM service_request r ' +
      'JOIN contact_point p ON p.id = r.contactPointId JOIN contact c ON c.id = p.contactId WHERE r.id = ?',
    [requestId],
  );
  if (citizen === undefined) return { name: null, language: '', addresses: [] };
  const { id, displayName: name, language } = citizen;
  return { name, language, addresses: await readAddresses(session, id) };
}

interface CitizenRow {
  readonly id: ContactId;
  readonly displayName: string | null;
  readonly language: string;
}

interface AddressRow {
  readonly id: ContactPointId;
  readonly kind: string;
  readonly address: string;
  readonly verifiedAt: string | null;
  readonly undeliverableAt: string | null;
  readonly usedAt: string | null;
}

interface OptOutRow {
  readonly contactPointId: ContactPointId;
  readonly scope: ConsentScope;
  readonly channelAccountId: ChannelAccountId | null;
  readonly requestId: ServiceRequestId | null;
}

async function readAddresses(
  session: SqlSession,
  contactId: ContactId,
): Promise<readonly CitizenAddress[]> {
  const rows = await session.rows<AddressRow>(
    'SELECT p.id, p.kind, p.address, p.verifiedAt, p.undeliverableAt, ' +
      '(SELECT MAX(r.requestedAt) FROM service_request r WHERE r.contactPointId = p.id) AS usedAt ' +
      'FROM contact_point p WHERE p.contactId = ? ORDER BY p.createdAt, p.id',
    [contactId],
  );
  const optOuts = await session.rows<OptOutRow>(
    'SELECT o.contactPointId, o.scope, o.channelAccountId, o.requestId FROM contact_point p ' +
      'JOIN opt_out o ON o.contactPointId = p.id WHERE p.contactId = ?',
    [contactId],
  );
  return rows.map(({ id, kind, address, verifiedAt, undeliverableAt, usedAt }) => ({
    ...{ id, kind, address },
    verifiedAt: instantOrNull(verifiedAt),
    undeliverable: undeliverableAt !== null,
    usedAt: instantOrNull(usedAt),
    optOuts: optOuts.filter(({ contactPointId }) => contactPointId === id),
  }));
}
