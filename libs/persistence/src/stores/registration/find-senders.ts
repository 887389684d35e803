import type { AddressKey, IdentityKey } from '#core/identity/binary-key';
import type { ContactId, ContactPointId } from '#core/identity/ids';
import type { KnownSender, SenderKeys } from '#core/intake/registration-store';

import type { Dialect } from '../../sql/dialect.js';
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
): Promise<readonly KnownSender[]> {
  const distinct = distinctKeys(keys);
  if (distinct.length === 0) return [];
  const rows = await session.rows<SenderRow>(
    findSendersSql(session.dialect, distinct.length),
    distinct.flatMap(({ identityKey, addressKey }) => [identityKey, addressKey]),
    session.protocolFor(distinct.length),
  );
  return rows.map(senderOf);
}

/** The lock keeps a colleague from closing the request before the batch is committed. */
export function findSendersSql(dialect: Dialect, count: number): string {
  const key =
    dialect === 'mariadb'
      ? 'SELECT CAST(? AS BINARY(16)) AS identityKey, CAST(? AS BINARY(16)) AS addressKey'
      : 'SELECT ? AS identityKey, ? AS addressKey';
  return (
    `SELECT k.identityKey, k.addressKey, p.id AS contactPointId, p.contactId, ${currentRequestColumns} ` +
    `FROM (${Array.from({ length: count }, () => key).join(' UNION ALL ')}) k ` +
    'LEFT JOIN contact_point p ON p.addressKey = k.addressKey ' +
    'LEFT JOIN service_request r ON r.conversationKey = k.identityKey' +
    (dialect === 'mariadb' ? ' FOR UPDATE' : '')
  );
}

type Nullable<Row> = { readonly [Column in keyof Row]: Row[Column] | null };

interface SenderRow extends Nullable<CurrentRequestRow> {
  readonly identityKey: Buffer;
  readonly addressKey: Buffer;
  readonly contactPointId: string | null;
  readonly contactId: string | null;
}

function senderOf(row: SenderRow): KnownSender {
  return {
    identityKey: row.identityKey as IdentityKey,
    addressKey: row.addressKey as AddressKey,
    contactId: row.contactId as ContactId | null,
    contactPointId: row.contactPointId as ContactPointId | null,
    current: row.id === null ? null : currentRequestOf(row as CurrentRequestRow),
  };
}

function distinctKeys(keys: readonly SenderKeys[]): readonly SenderKeys[] {
  const distinct = new Map<string, SenderKeys>();
  for (const key of keys) {
    distinct.set(key.identityKey.toString('latin1') + key.addressKey.toString('latin1'), key);
  }
  return [...distinct.values()];
}
