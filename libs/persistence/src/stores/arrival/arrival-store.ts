import type { ChannelAccountId } from '#core/identity/ids';
import type { AccountArrivals, Arrivals, ArrivalStore } from '#core/silence/arrival-store';
import type { Instant } from '#core/time/instant';

import { instantOf, instantOrNull, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { addAlerts } from '../alert-store.js';
import { countArrivals } from './count-arrivals.js';

export function arrivalStore(database: SqlDatabase): ArrivalStore {
  return {
    count: (terms) => database.transaction((session) => countArrivals(session, terms)),
    read: () => database.transaction(read),
    hours: (account, from, to) => database.session((session) => hours(session, account, from, to)),
    watchFrom: (accounts, at) =>
      database.transaction((session) => watchFrom(session, accounts, at)),
    alarm: (account, lastAt, alerts) =>
      database.transaction(async (session) => {
        const first = await markSilent(session, account, lastAt);
        if (first) await addAlerts(session, alerts);
        return first;
      }),
  };
}

interface AccountRow {
  readonly channelAccountId: ChannelAccountId;
  readonly firstArrivalAt: string;
  readonly lastArrivalAt: string;
  readonly watchedFromAt: string | null;
  readonly silentFromAt: string | null;
}

/** First how far is counted: then the arrivals hold at least what came until then. */
async function read(session: SqlSession): Promise<Arrivals> {
  const [cursor] = await session.rows<{ readonly countedUntilAt: string | null }>(
    'SELECT countedUntilAt FROM arrival_cursor',
  );
  const rows = await session.rows<AccountRow>(
    'SELECT channelAccountId, firstArrivalAt, lastArrivalAt, watchedFromAt, silentFromAt ' +
      'FROM arrival_account ORDER BY channelAccountId',
  );
  return {
    countedUntilAt: instantOrNull(cursor?.countedUntilAt ?? null),
    accounts: rows.map(accountOf),
  };
}

function accountOf(row: AccountRow): AccountArrivals {
  return {
    channelAccountId: row.channelAccountId,
    firstAt: instantOf(row.firstArrivalAt),
    lastAt: instantOf(row.lastArrivalAt),
    watchedFromAt: instantOrNull(row.watchedFromAt),
    silentFromAt: instantOrNull(row.silentFromAt),
  };
}

async function hours(
  session: SqlSession,
  account: ChannelAccountId,
  from: Instant,
  to: Instant,
): ReturnType<ArrivalStore['hours']> {
  const rows = await session.rows<{ readonly hourStartAt: string; readonly arrivals: number }>(
    'SELECT hourStartAt, arrivals FROM arrival_hour ' +
      'WHERE channelAccountId = ? AND hourStartAt >= ? AND hourStartAt < ? ORDER BY hourStartAt',
    [account, instantText(from), instantText(to)],
  );
  return rows.map(({ hourStartAt, arrivals }) => ({ startAt: instantOf(hourStartAt), arrivals }));
}

async function watchFrom(
  session: SqlSession,
  accounts: readonly ChannelAccountId[],
  at: Instant,
): Promise<void> {
  if (accounts.length === 0) return;
  await session.run(
    `UPDATE arrival_account SET watchedFromAt = ? WHERE channelAccountId IN (${placeholders(accounts.length)})`,
    [instantText(at), ...accounts],
    session.protocolFor(accounts.length),
  );
}

async function markSilent(
  session: SqlSession,
  account: ChannelAccountId,
  lastAt: Instant,
): Promise<boolean> {
  const marked = await session.run(
    'UPDATE arrival_account SET silentFromAt = lastArrivalAt ' +
      'WHERE channelAccountId = ? AND lastArrivalAt = ? AND silentFromAt IS NULL',
    [account, instantText(lastAt)],
  );
  return marked === 1;
}
