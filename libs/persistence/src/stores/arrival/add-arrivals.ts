import type { ChannelAccountId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import { arrivalAccountTable } from '../../entities/arrival-account.entity.js';
import { arrivalHourTable } from '../../entities/arrival-hour.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOf, instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

/** What came to one account in one hour, as far as it lies in one page. */
export interface PageGroup {
  readonly channelAccountId: ChannelAccountId;
  readonly hourStartAt: Instant;
  readonly arrivals: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly lastId: number;
}

/** Adds a page to what is known, under the lock of the cursor. @returns whose abnormal silence ended. */
export async function addArrivals(
  session: SqlSession,
  groups: readonly PageGroup[],
): Promise<readonly ChannelAccountId[]> {
  const isMariadb = session.dialect === 'mariadb';
  await session.insert(
    isMariadb ? intoMariadb : intoSqlite,
    groups.flatMap(({ channelAccountId, hourStartAt, arrivals }) => [
      channelAccountId,
      instantText(hourStartAt),
      arrivals,
    ]),
  );
  const heardAgain: ChannelAccountId[] = [];
  for (const account of new Set(groups.map(({ channelAccountId }) => channelAccountId))) {
    const theirs = groups.filter(({ channelAccountId }) => channelAccountId === account);
    if (await hear(session, account, theirs)) heardAgain.push(account);
  }
  return heardAgain;
}

const hourColumns = ['channelAccountId', 'hourStartAt', 'arrivals'] as const;
const intoMariadb = insertInto(
  arrivalHourTable,
  hourColumns,
  ' ON DUPLICATE KEY UPDATE arrivals = arrivals + VALUES(arrivals)',
);
const intoSqlite = insertInto(
  arrivalHourTable,
  hourColumns,
  ' ON CONFLICT (channelAccountId, hourStartAt) DO UPDATE SET arrivals = arrivals + excluded.arrivals',
);

interface KnownRow {
  readonly firstArrivalAt: string;
  readonly lastArrivalAt: string;
  readonly silentFromAt: string | null;
}

/** @returns whether an abnormal silence ended. */
async function hear(
  session: SqlSession,
  account: ChannelAccountId,
  groups: readonly PageGroup[],
): Promise<boolean> {
  const firstAt = Math.min(...groups.map((group) => group.firstAt)) as Instant;
  const lastAt = Math.max(...groups.map((group) => group.lastAt)) as Instant;
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const [known] = await session.rows<KnownRow>(
    `SELECT firstArrivalAt, lastArrivalAt, silentFromAt FROM arrival_account WHERE channelAccountId = ?${lock}`,
    [account],
  );
  if (known === undefined) {
    await session.insert(intoAccounts, [account, instantText(firstAt), instantText(lastAt)]);
    return false;
  }
  if (lastAt <= instantOf(known.lastArrivalAt)) return false;
  await session.run(
    'UPDATE arrival_account SET lastArrivalAt = ?, silentFromAt = NULL WHERE channelAccountId = ?',
    [instantText(lastAt), account],
  );
  return known.silentFromAt !== null;
}

const intoAccounts = insertInto(arrivalAccountTable, [
  'channelAccountId',
  'firstArrivalAt',
  'lastArrivalAt',
]);
