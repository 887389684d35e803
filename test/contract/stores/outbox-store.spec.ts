import { expect, it } from '@jest/globals';

import { defaultPacing } from '#core/account/channel-accounts';
import type { ServiceRequestId } from '#core/identity/ids';
import { HOUR, MINUTE } from '#core/time/instant';

import { addAccount, claim, hear, put, putUnknown, settlement } from './outbox-samples.js';
import { addRequest, later, outboxEntry, start } from './sample-rows.js';
import { onAllStores } from './store-suites.js';

onAllStores('an outbox store', ({ stores }) => {
  it('claims the most urgent first: priority, then due time, then age', async () => {
    const late = await put(stores(), { kind: 'emergency-page', dueAt: later(-1) });
    const ack = await put(stores(), { kind: 'acknowledgement', dueAt: later(-5_000) });
    const reply = await put(stores(), { kind: 'reply', dueAt: later(-1) });
    const older = await put(stores(), { kind: 'reply', dueAt: later(-2_000) });
    const status = await put(stores(), { kind: 'status', dueAt: later(-1) });
    const claimed = await stores().outbox.claim(claim());
    expect(claimed.map(({ entryId }) => entryId)).toEqual(
      [late, older, reply, status, ack].map(({ id }) => id),
    );
    expect(claimed[0]).toMatchObject({ attempt: 1, claimedAt: start, text: late.body });
  });

  it('never claims more than there are slots, nor what is not due, nor anything twice', async () => {
    for (let index = 0; index < 5; index += 1) await put(stores());
    await put(stores(), { dueAt: later(1) });
    const first = await stores().outbox.claim(claim({ slots: 3 }));
    const second = await stores().outbox.claim(claim({ slots: 3 }));
    expect([first.length, second.length]).toEqual([3, 2]);
    expect(new Set([...first, ...second].map(({ entryId }) => entryId)).size).toBe(5);
  });

  it('shares the work between workers that claim at the same moment', async () => {
    for (let index = 0; index < 12; index += 1) await put(stores());
    const claims = await Promise.all(
      ['one', 'two', 'three'].map((owner) => stores().outbox.claim(claim({ owner, slots: 4 }))),
    );
    const ids = claims.flat().map(({ entryId }) => entryId);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await stores().outbox.claim(claim({ slots: 20 }));
    expect(ids.length + rest.length).toBe(12);
  });

  it('tells which accounts have something due', async () => {
    const quiet = await addAccount(stores(), 'quiet');
    const busy = await addAccount(stores(), 'busy');
    await put(stores(), { channelAccountId: quiet, dueAt: later(1_000) });
    await put(stores(), { channelAccountId: busy });
    expect(await stores().outbox.accountsWithWork(start)).toEqual([busy]);
    const both = await stores().outbox.accountsWithWork(later(1_000));
    expect(both.toSorted()).toEqual([quiet, busy].toSorted());
  });

  it('keeps to the sends a minute of an account, over all workers', async () => {
    for (let index = 0; index < 200; index += 1) await put(stores());
    const pacing = { ...defaultPacing, perMinute: 120 };
    const begun: number[] = [];
    for (let at = 0; at < 2 * MINUTE; at += 500) {
      const owner = at % 1_000 === 0 ? 'one' : 'two';
      const claimed = await stores().outbox.claim(claim({ owner, now: later(at), pacing }));
      begun.push(...claimed.map(() => at));
    }
    for (const from of begun) {
      const within = begun.filter((at) => at >= from && at < from + MINUTE);
      expect(within.length).toBeLessThanOrEqual(120);
    }
    expect(begun.length).toBe(200);
  }, 60_000);

  it('lets a page and then a reply take the next turns of a storm of acknowledgements', async () => {
    const { id: requestId } = await addRequest(stores().registrations);
    const storm = Array.from({ length: 1_000 }, () => outboxEntry(requestId));
    await stores().registrations.transaction((transaction) => transaction.insertOutbox(storm));
    const pacing = { ...defaultPacing, perMinute: 60 };
    const kinds: string[] = [];
    for (let second = 0; second < 10; second += 1) {
      const now = later(second * 1_000);
      if (second === 5) await put(stores(), { requestId, kind: 'reply', dueAt: now });
      if (second === 5) await put(stores(), { requestId, kind: 'emergency-page', dueAt: now });
      const owner = second % 2 === 0 ? 'one' : 'two';
      const claimed = await stores().outbox.claim(claim({ owner, now, pacing, slots: 1 }));
      kinds.push(...claimed.map(({ kind }) => kind));
    }
    expect(kinds.slice(-5)).toEqual([
      ...['emergency-page', 'reply', 'acknowledgement', 'acknowledgement', 'acknowledgement'],
    ]);
    expect(kinds.filter((kind) => kind !== 'acknowledgement')).toHaveLength(2);
  }, 60_000);

  it('writes outcomes and gives the words when an entry is due again', async () => {
    const [sent, waiting] = [await put(stores()), await put(stores())];
    const claimed = await stores().outbox.claim(claim());
    const byId = (id: string) => claimed.find(({ entryId }) => entryId === id) ?? claimed[0];
    const lost = await stores().outbox.settle(
      [
        settlement(byId(sent.id), { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' }),
        settlement(byId(waiting.id), { state: 'waiting', dueAt: later(30_000), reason: 'busy' }),
      ],
      'one',
    );
    expect(lost).toEqual([]);
    expect(await stores().outbox.claim(claim({ now: later(29_999) }))).toEqual([]);
    const again = await stores().outbox.claim(claim({ now: later(30_000) }));
    expect(again.map(({ entryId, attempt }) => [entryId, attempt])).toEqual([[waiting.id, 2]]);
  });

  it('takes no outcome from a worker that does not hold the entry, or of an older attempt', async () => {
    const entry = await put(stores());
    const [first] = await stores().outbox.claim(claim());
    const sent = settlement(first, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    expect(await stores().outbox.settle([sent], 'stranger')).toEqual([entry.id]);
    await stores().outbox.settle([settlement(first, { state: 'waiting', dueAt: start })], 'one');
    const [second] = await stores().outbox.claim(claim());
    expect(await stores().outbox.settle([sent], 'one')).toEqual([entry.id]);
    const newer = settlement(second, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM2' });
    expect(await stores().outbox.settle([newer], 'one')).toEqual([]);
    expect(await stores().outbox.settle([newer], 'one')).toEqual([entry.id]);
  });

  it('writes the outcomes of the others when one of them was lost', async () => {
    const [one, two] = [await put(stores()), await put(stores())];
    const claimed = await stores().outbox.claim(claim());
    const outcomes = claimed.map((delivery) =>
      settlement(delivery, { state: 'sent', attemptOutcome: 'sent', providerId: delivery.entryId }),
    );
    await stores().outbox.settle(outcomes.slice(0, 1), 'one');
    expect(await stores().outbox.settle(outcomes, 'one')).toEqual([one.id]);
    expect(await stores().outbox.settle(outcomes, 'one')).toEqual([one.id, two.id]);
  });

  it('calls unknown what a silent worker held, and fences it from then on', async () => {
    const entry = await put(stores());
    const [held] = await stores().outbox.claim(claim({ leaseUntil: later(10_000) }));
    const { outbox } = stores();
    expect(await outbox.expireLeases(later(9_000), later(12_000), 100)).toBe(0);
    expect(await outbox.expireLeases(later(11_000), later(12_000), 100)).toBe(1);
    const sent = settlement(held, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    expect(await outbox.settle([sent], 'one')).toEqual([entry.id]);
    expect(await outbox.claim(claim({ now: later(HOUR) }))).toEqual([]);
    expect(await outbox.takeUnknown(later(11_999), later(20_000), 100)).toEqual([]);
    const [unknown] = await outbox.takeUnknown(later(12_000), later(20_000), 100);
    expect(unknown).toMatchObject({ entryId: entry.id, attempt: 1, automaticResends: 0 });
    expect(unknown?.attemptId).toBe(held?.attemptId);
    expect(await outbox.takeUnknown(later(12_001), later(20_000), 100)).toEqual([]);
  });

  it('settles, resends or looks again at what was unknown', async () => {
    const { outbox } = stores();
    const unknown = await putUnknown(stores());
    const { entryId, attempt } = unknown;
    const absentSince = later(60_000);
    const lookAgain = { kind: 'look-again', entryId, attempt, absentSince } as const;
    await outbox.reconcile({ ...lookAgain, reconcileAt: later(90_000) });
    const [seen] = await outbox.takeUnknown(later(90_000), later(99_000), 100);
    expect(seen?.absentSince).toBe(absentSince);
    await outbox.reconcile({ kind: 'resend', entryId, attempt, dueAt: later(91_000) });
    const [again] = await outbox.claim(claim({ now: later(91_000) }));
    expect(again).toMatchObject({ entryId, attempt: 2 });
    await outbox.reconcile({ kind: 'resend', entryId, attempt, dueAt: start });
    expect(await outbox.claim(claim({ now: later(92_000) }))).toEqual([]);
  });

  it('accepts evidence that an unknown one was sent, once', async () => {
    const { outbox } = stores();
    const unknown = await putUnknown(stores());
    const found = settlement(unknown, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM9' });
    await outbox.reconcile({ kind: 'settled', settlement: found });
    const { entryId, attempt } = unknown;
    await outbox.reconcile({ kind: 'resend', entryId, attempt, dueAt: start });
    expect(await outbox.claim(claim({ now: later(HOUR) }))).toEqual([]);
    const detail = await stores().requests.findById(aboutRequest(unknown));
    expect(detail?.timeline.at(-1)?.delivery?.state).toBe('sent');
  });

  it('tells which messages at the provider are those of other entries', async () => {
    const { outbox } = stores();
    const unknown = await putUnknown(stores());
    await put(stores());
    const [other] = await outbox.claim(claim({ now: later(HOUR), owner: 'two' }));
    const sent = settlement(other, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await outbox.settle([sent], 'two');
    expect(await outbox.namedByOthers(unknown, ['SM1', 'SM2'])).toEqual(['SM1']);
    expect(await outbox.namedByOthers(unknown, ['sm1', 'SM1 '])).toEqual([]);
    expect(await outbox.namedByOthers(unknown, [])).toEqual([]);
    expect(
      await outbox.namedByOthers({ ...unknown, entryId: other?.entryId ?? unknown.entryId }, [
        'SM1',
      ]),
    ).toEqual([]);
    const elsewhere = await addAccount(stores(), 'elsewhere');
    const moved = { ...unknown, channelAccountId: elsewhere };
    expect(await outbox.namedByOthers(moved, ['SM1'])).toEqual([]);
  });

  it('takes no late evidence about an entry that a person has sent again meanwhile', async () => {
    const { outbox, requests } = stores();
    const unknown = await putUnknown(stores());
    const { number } = (await requests.findById(aboutRequest(unknown))) ?? { number: '' };
    await requests.change(number, (transaction) => transaction.resend(unknown.entryId, start));
    const found = settlement(unknown, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM9' });
    await outbox.reconcile({ kind: 'settled', settlement: found });
    const [again] = await outbox.claim(claim({ now: later(HOUR) }));
    expect(again).toMatchObject({ entryId: unknown.entryId, attempt: 2 });
  });

  it('says what the citizen wrote last by the account that answers, and their language', async () => {
    const { id: requestId } = await addRequest(stores().registrations, { language: 'es' });
    const other = await addAccount(stores(), 'another-way');
    await hear(stores(), requestId, { externalId: 'wamid.1', occurredAt: later(-9_000) });
    await hear(stores(), requestId, { externalId: 'wamid.Ä', occurredAt: later(-5_000) });
    await hear(stores(), requestId, { externalId: 'mail-1', occurredAt: later(-1_000) }, other);
    await put(stores(), { requestId, kind: 'reply' });
    await put(stores(), { requestId, kind: 'alert', dueAt: later(1) });
    await put(stores(), { dueAt: later(2), kind: 'status' });
    const claimed = await stores().outbox.claim(claim({ now: later(10) }));
    const lastInbound = { externalId: 'wamid.Ä', occurredAt: later(-5_000) };
    expect(claimed.map((delivery) => [delivery.language, delivery.lastInbound])).toEqual([
      ['es', lastInbound],
      [null, null],
      ['en', null],
    ]);
  });

  it('sends nothing for a paused account until the pause is over', async () => {
    const id = await addAccount(stores(), 'paused');
    await put(stores(), { channelAccountId: id });
    await put(stores(), { channelAccountId: id });
    const [first] = await stores().outbox.claim(claim({ accountId: id, slots: 1 }));
    const pauseAccount = { accountId: id, until: later(60_000) };
    const limited = settlement(first, { state: 'waiting', dueAt: later(60_000), pauseAccount });
    await stores().outbox.settle([limited], 'one');
    const during = { accountId: id, now: later(59_000) };
    expect(await stores().outbox.claim(claim(during))).toEqual([]);
    expect(await stores().outbox.accountsWithWork(later(59_000))).toEqual([]);
    expect(await stores().outbox.claim(claim({ ...during, now: later(60_000) }))).toHaveLength(2);
  });
});

function aboutRequest({ requestId }: { readonly requestId: ServiceRequestId | null }) {
  if (requestId === null) throw new Error('This entry is about no request.');
  return requestId;
}
