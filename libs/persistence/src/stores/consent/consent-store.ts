import type { ConsentAction } from '#core/consent/consent-entry';
import type { ConsentRecord, ConsentStore, RecordedConsent } from '#core/consent/consent-store';
import type { ConsentScope, ConsentSource } from '#core/consent/opt-out';
import type { AddressKey } from '#core/identity/binary-key';
import type {
  ChannelAccountId,
  ConsentEntryId,
  ContactId,
  ContactPointId,
  EnvelopeId,
  MessageId,
  ServiceRequestId,
  StaffId,
} from '#core/identity/ids';

import { instantOf } from '../../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { readOptOuts } from './opt-out-rows.js';

export function consentStore(database: SqlDatabase): ConsentStore {
  return {
    ofRequest: (number) => database.session((session) => readRecord(session, ofRequestSql, number)),
    ofAddress: (key) => database.session((session) => readRecord(session, ofAddressSql, key)),
  };
}

const ofRequestSql =
  'SELECT p.id, p.kind, p.address FROM service_request r ' +
  'JOIN contact_point p ON p.id = r.contactPointId WHERE r.number = ?';
const ofAddressSql = 'SELECT p.id, p.kind, p.address FROM contact_point p WHERE p.addressKey = ?';

interface PointRow {
  readonly id: ContactPointId;
  readonly kind: string;
  readonly address: string;
}

async function readRecord(
  session: SqlSession,
  pointSql: string,
  key: string | AddressKey,
): Promise<ConsentRecord | null> {
  const [point] = await session.rows<PointRow>(pointSql, [key]);
  if (point === undefined) return null;
  const { id, kind, address } = point;
  const optOuts = await readOptOuts(session, [id]);
  return { kind, address, optOuts, entries: await readConsentEntries(session, id) };
}

interface EntryRow {
  readonly id: ConsentEntryId;
  readonly contactPointId: ContactPointId;
  readonly contactId: ContactId;
  readonly action: ConsentAction;
  readonly scope: ConsentScope | null;
  readonly channelAccountId: ChannelAccountId | null;
  readonly requestId: ServiceRequestId | null;
  readonly source: ConsentSource;
  readonly words: string | null;
  readonly messageId: MessageId | null;
  readonly envelopeId: EnvelopeId | null;
  readonly staffId: StaffId | null;
  readonly staffName: string | null;
  readonly recordedAt: string;
}

/** Everything that was ever said about this address, in the order it was recorded. */
export async function readConsentEntries(
  session: SqlSession,
  id: ContactPointId,
): Promise<readonly RecordedConsent[]> {
  const rows = await session.rows<EntryRow>(
    'SELECT e.id, e.contactPointId, e.contactId, e.action, e.scope, e.channelAccountId, e.requestId, e.source, ' +
      'e.words, e.messageId, e.envelopeId, e.staffId, s.name AS staffName, e.recordedAt ' +
      'FROM consent_entry e LEFT JOIN staff s ON s.id = e.staffId ' +
      'WHERE e.contactPointId = ? ORDER BY e.recordedAt, e.id',
    [id],
  );
  return rows.map((row) => ({ ...row, recordedAt: instantOf(row.recordedAt) }));
}
