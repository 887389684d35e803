import type { AddressKey, IdentityKey } from '#core/identity/binary-key';
import type { ContactId, ContactPointId } from '#core/identity/ids';
import type { KnownSender, SenderKeys } from '#core/intake/registration-store';
import type { Instant } from '#core/time/instant';

import type { Dialect } from '../../sql/dialect.js';
import { instantOrNull, instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import {
  currentRequestColumns,
  currentRequestOf,
  type CurrentRequestRow,
} from './current-request.js';

/** Who is known under these keys and which request their conversation is at, in one statement. */
export async function findSenders(
  session: SqlSession,
  keys: readonly SenderKeys[],
  acknowledgedAfter: Instant,
): Promise<readonly KnownSender[]> {
  const distinct = distinctKeys(keys);
  if (distinct.length === 0) return [];
  const rows = await session.rows<SenderRow>(
    findSendersSql(session.dialect, distinct.length),
    [
      instantText(acknowledgedAfter),
      ...distinct.flatMap(({ identityKey, addressKey }) => [identityKey, addressKey]),
    ],
    session.protocolFor(distinct.length),
  );
  return rows.map(senderOf);
}

/**
 * The lock keeps a colleague from closing the request before the batch is committed. The count has a
 * lock of its own to see what a colleague, whom the sender's row made it wait for, has committed.
 */
export function findSendersSql(dialect: Dialect, count: number): string {
  const key =
    dialect === 'mariadb'
      ? 'SELECT CAST(? AS BINARY(16)) AS identityKey, CAST(? AS BINARY(16)) AS addressKey'
      : 'SELECT ? AS identityKey, ? AS addressKey';
  return (
    `SELECT k.identityKey, k.addressKey, p.id AS contactPointId, p.contactId, ${currentRequestColumns}, ` +
    'd.dueAt AS digestDueAt, d.sentAt AS digestSentAt, (SELECT COUNT(*) FROM service_request a ' +
    'WHERE a.contactPointId = p.id AND a.acknowledgedAt > ?' +
    (dialect === 'mariadb' ? ' LOCK IN SHARE MODE' : '') +
    ') AS acknowledgements ' +
    `FROM (${Array.from({ length: count }, () => key).join(' UNION ALL ')}) k ` +
    'LEFT JOIN contact_point p ON p.addressKey = k.addressKey ' +
    'LEFT JOIN service_request r ON r.conversationKey = k.identityKey ' +
    'LEFT JOIN acknowledgement_digest d ON d.contactPointId = p.id' +
    (dialect === 'mariadb' ? ' FOR UPDATE' : '')
  );
}

type Nullable<Row> = { readonly [Column in keyof Row]: Row[Column] | null };

interface SenderRow extends Nullable<CurrentRequestRow> {
  readonly identityKey: Buffer;
  readonly addressKey: Buffer;
  readonly contactPointId: string | null;
  readonly contactId: string | null;
  readonly acknowledgements: number;
  readonly digestDueAt: string | null;
  readonly digestSentAt: string | null;
}

function senderOf(row: SenderRow): KnownSender {
  return {
    identityKey: row.identityKey as IdentityKey,
    addressKey: row.addressKey as AddressKey,
    contactId: row.contactId as ContactId | null,
    contactPointId: row.contactPointId as ContactPointId | null,
    current: row.id === null ? null : currentRequestOf(row as CurrentRequestRow),
    told: {
      acknowledgements: row.acknowledgements,
      digestDueAt: instantOrNull(row.digestDueAt),
      digestSentAt: instantOrNull(row.digestSentAt),
    },
  };
}

function distinctKeys(keys: readonly SenderKeys[]): readonly SenderKeys[] {
  const distinct = new Map<string, SenderKeys>();
  for (const key of keys) {
    distinct.set(key.identityKey.toString('latin1') + key.addressKey.toString('latin1'), key);
  }
  return [...distinct.values()];
}
