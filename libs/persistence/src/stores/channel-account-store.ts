import type {
  ChannelAccountRecord,
  ChannelAccountStore,
} from '#core/account/channel-account-store';
import { StoreConflict } from '#core/error/store-errors';
import type { ChannelAccountId } from '#core/identity/ids';

import { channelAccountTable } from '../entities/channel-account.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantOf, instantText } from '../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { insertAudit } from './registration/record-inserts.js';

export function channelAccountStore(database: SqlDatabase): ChannelAccountStore {
  return {
    list: () => database.session(list),
    newestVersions: () => database.session(newestVersions),
    async add(account, audit) {
      try {
        await database.transaction(async (session) => {
          await session.insert(intoAccounts, valuesOf(account));
          await insertAudit(session, [audit]);
        });
        return true;
      } catch (error) {
        if (error instanceof StoreConflict && (await isTaken(database, account.code))) return false;
        throw error;
      }
    },
    replace: (account, audit) =>
      database.transaction(async (session) => {
        const replaced = await replace(session, account);
        if (replaced) await insertAudit(session, [audit]);
        return replaced;
      }),
  };
}

const columns = [
  'id',
  'code',
  'channel',
  'title',
  'sealedSettings',
  'enabled',
  'version',
  'createdAt',
] as const;
const intoAccounts = insertInto(channelAccountTable, columns);

interface AccountRow {
  readonly id: ChannelAccountId;
  readonly code: string;
  readonly channel: string;
  readonly title: string;
  readonly sealedSettings: string;
  readonly enabled: number;
  readonly version: number;
  readonly createdAt: string;
}

async function list(session: SqlSession): Promise<readonly ChannelAccountRecord[]> {
  const rows = await session.rows<AccountRow>(
    `SELECT ${columns.join(', ')} FROM channel_account ORDER BY code`,
  );
  return rows.map((row) => ({
    ...row,
    enabled: row.enabled === 1,
    createdAt: instantOf(row.createdAt),
  }));
}

/** Accounts are never deleted and versions only grow, so every change shows here. */
async function newestVersions(session: SqlSession): Promise<string> {
  const [row] = await session.rows<{
    readonly accounts: number;
    readonly versions: number | string | null;
  }>('SELECT COUNT(*) AS accounts, SUM(version) AS versions FROM channel_account');
  return `${row?.accounts ?? 0}:${row?.versions ?? 0}`;
}

async function replace(session: SqlSession, account: ChannelAccountRecord): Promise<boolean> {
  const replaced = await session.run(
    'UPDATE channel_account SET title = ?, sealedSettings = ?, enabled = ?, version = version + 1 WHERE id = ? AND version = ?',
    [account.title, account.sealedSettings, account.enabled, account.id, account.version],
  );
  return replaced === 1;
}

async function isTaken(database: SqlDatabase, code: string): Promise<boolean> {
  const rows = await database.session((session) =>
    session.rows('SELECT id FROM channel_account WHERE code = ?', [code]),
  );
  return rows.length > 0;
}

function valuesOf(account: ChannelAccountRecord) {
  return columns.map((column) =>
    column === 'createdAt' ? instantText(account.createdAt) : account[column],
  );
}
