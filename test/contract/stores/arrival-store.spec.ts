import { expect, it } from '@jest/globals';

import type { Alert } from '#core/alert/alert';
import type { PlannedAlert } from '#core/alert/plan-alert';
import { dedupeKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';
import type { CountTerms } from '#core/silence/arrival-store';
import { hourOf, KEPT_MS } from '#core/silence/keep-arrivals';
import { addMilliseconds, DAY, HOUR, type Instant, MINUTE } from '#core/time/instant';

import { account, envelope, later, newId, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const other = '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId;
const beginning = later(-HOUR);

onAllStores('an arrival store', ({ stores }) => {
  it('counts what came by account and hour of UTC', async () => {
    await count(stores(), beginning);
    await receive(stores(), ['one', 'two', 'three'], [0, MINUTE, HOUR]);
    await receive(stores(), ['four'], [2 * MINUTE], other);
    await countAll(stores(), later(2 * HOUR));
    const hour = hourOf(start);
    expect(await hoursOf(stores(), account)).toEqual([
      { startAt: hour, arrivals: 2 },
      { startAt: hour + HOUR, arrivals: 1 },
    ]);
    expect(await hoursOf(stores(), other)).toEqual([{ startAt: hour, arrivals: 1 }]);
    expect((await stores().arrivals.read()).accounts).toMatchObject([
      { channelAccountId: account, firstAt: start, lastAt: later(HOUR), silentFromAt: null },
      { channelAccountId: other, firstAt: later(2 * MINUTE), lastAt: later(2 * MINUTE) },
    ]);
  });

  it('counts a message only when nothing can be committed any more that has a smaller number', async () => {
    await count(stores(), beginning);
    await count(stores(), later(0));
    await receive(stores(), ['one'], [0]);
    await count(stores(), later(2 * MINUTE));
    expect(await hoursOf(stores(), account)).toEqual([]);
    await count(stores(), later(3 * MINUTE));
    expect(await hoursOf(stores(), account)).toEqual([]);
    await count(stores(), later(4 * MINUTE));
    expect(await hoursOf(stores(), account)).toHaveLength(1);
    expect(await stores().arrivals.read()).toMatchObject({ countedUntilAt: later(2 * MINUTE) });
  });

  it('counts each message once, page by page, however many workers count at the same moment', async () => {
    await count(stores(), beginning);
    const names = Array.from({ length: 25 }, (_, index) => `event ${String(index)}`);
    await receive(
      stores(),
      names,
      names.map(() => 0),
    );
    await count(stores(), later(0));
    for (let round = 0; round < 5; round += 1) {
      const terms = { limit: 10, now: later(5 * MINUTE) };
      await Promise.all([1, 2, 3].map(() => count(stores(), terms.now, terms)));
    }
    expect(await hoursOf(stores(), account)).toEqual([{ startAt: hourOf(start), arrivals: 25 }]);
    expect(await count(stores(), later(HOUR / 2))).toMatchObject({ counted: 0, more: false });
  });

  it('counts an hour on that was counted in part', async () => {
    await count(stores(), beginning);
    await receive(stores(), ['one'], [0]);
    await countAll(stores(), later(MINUTE));
    await receive(stores(), ['two'], [MINUTE]);
    await countAll(stores(), later(HOUR));
    expect(await hoursOf(stores(), account)).toEqual([{ startAt: hourOf(start), arrivals: 2 }]);
  });

  it('begins with what is kept, and removes what is older', async () => {
    const old = -KEPT_MS - DAY;
    await receive(stores(), ['too old', 'also', 'kept', 'new'], [old, old + HOUR, -DAY, 0]);
    await countAll(stores(), later(0));
    expect(await hoursOf(stores(), account)).toHaveLength(2);
    await countAll(stores(), later(KEPT_MS - HOUR / 2));
    expect(await hoursOf(stores(), account)).toEqual([{ startAt: hourOf(start), arrivals: 1 }]);
    await countAll(stores(), later(KEPT_MS + DAY));
    expect(await hoursOf(stores(), account)).toEqual([]);
  });

  it('records an abnormal silence once with its alerts, until something comes again', async () => {
    await receive(stores(), ['one'], [0]);
    await countAll(stores(), later(MINUTE));
    const { arrivals, alerts } = stores();
    expect(await arrivals.alarm(account, later(1), [planned('first')])).toBe(false);
    expect(await arrivals.alarm(account, start, [planned('second')])).toBe(true);
    expect(await arrivals.alarm(account, start, [planned('third')])).toBe(false);
    expect((await arrivals.read()).accounts).toMatchObject([{ silentFromAt: start }]);
    const keep = ({ id, transport, tried, outboxId, lookAt }: PlannedAlert['alert']) =>
      ({ id, state: 'sent', transport, tried, outboxId, lookAt, entry: null }) as const;
    expect(await alerts.look(later(DAY), 10, keep)).toHaveLength(1);
    await receive(stores(), ['two'], [HOUR]);
    expect(await countAll(stores(), later(2 * HOUR))).toEqual([account]);
    expect((await arrivals.read()).accounts).toMatchObject([{ silentFromAt: null }]);
  });

  it('holds against no account what it did not watch', async () => {
    await receive(stores(), ['one'], [0]);
    await receive(stores(), ['two'], [0], other);
    await countAll(stores(), later(MINUTE));
    await stores().arrivals.watchFrom([other], later(HOUR / 2));
    expect((await stores().arrivals.read()).accounts).toMatchObject([
      { watchedFromAt: null },
      { watchedFromAt: later(HOUR / 2) },
    ]);
    await count(stores(), later(3 * DAY));
    expect((await stores().arrivals.read()).accounts).toMatchObject([
      { watchedFromAt: later(3 * DAY) },
      { watchedFromAt: later(3 * DAY) },
    ]);
  });
});

function count(
  { arrivals }: OpenStores,
  now: Instant,
  terms: Partial<CountTerms> = {},
): ReturnType<OpenStores['arrivals']['count']> {
  return arrivals.count({ now, settleMs: 2 * MINUTE, limit: 1_000, ...terms });
}

/** Everything that is stored; ends at `now`. @returns the accounts that were heard again. */
async function countAll(stores: OpenStores, now: Instant): Promise<readonly ChannelAccountId[]> {
  const heard: ChannelAccountId[] = [];
  for (const back of [8, 5, 2]) {
    const { heardAgain } = await count(stores, addMilliseconds(now, -back), { settleMs: 1 });
    heard.push(...heardAgain);
  }
  return heard;
}

async function receive(
  { envelopes }: OpenStores,
  names: readonly string[],
  after: readonly number[],
  channelAccountId = account,
): Promise<void> {
  await envelopes.insert(
    names.map((name, index) =>
      envelope(name, { channelAccountId, receivedAt: later(after[index] ?? 0) }),
    ),
  );
}

function hoursOf({ arrivals }: OpenStores, id: ChannelAccountId) {
  return arrivals.hours(id, later(-2 * KEPT_MS), later(2 * KEPT_MS));
}

function planned(news: string): PlannedAlert {
  const alert: Alert = {
    id: newId<'Alert'>(),
    key: dedupeKeyOf('alert', news),
    kind: 'silence',
    subject: `account:${account}`,
    requestId: null,
    staffId: newId<'Staff'>(),
    title: news,
    text: news,
    urgent: false,
    state: 'open',
    transport: 0,
    tried: [],
    outboxId: null,
    lookAt: start,
    createdAt: start,
  };
  return { alert, entry: null };
}
