import { expect, it } from '@jest/globals';

import type { LiveAccount } from '#core/account/channel-accounts';
import { defaultTown } from '#core/account/default-town';
import { sweepAlerts } from '#core/alert/sweep-alerts';
import { noCheckpoint } from '#core/intake/checkpoint';
import type { NewServiceRequest } from '#core/request/records';
import { HOUR, type Instant, MINUTE, SECOND } from '#core/time/instant';
import { watchClocks, type WatchPorts } from '#core/watch/watch-clocks';
import { readPulse, tellStandstill } from '#core/watch/watch-pulse';

import { claim, settlement } from './outbox-samples.js';
import {
  addRequest,
  audit,
  later,
  message,
  newId,
  outboxEntry,
  staff,
  start,
} from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

/** Twelve hours of opening time after `start`, a Monday at ten: Tuesday at ten. */
const DUE = 24 * HOUR;
const signal = new AbortController().signal;
const pagers = ['first', 'second'].map((name) => ({ name, id: newId<'ChannelAccount'>() }));

onAllStores('a watch over promises', ({ stores }) => {
  it('warns once at each threshold, and tells the supervisor each time', async () => {
    await addSupervisor(stores());
    await addRequest(stores().registrations, dueAt(DUE));
    const seen = [];
    for (const at of [6, 6, 21, 22.8]) {
      seen.push(await watch(stores(), later(at * HOUR)));
    }
    expect(seen.map(({ warnings, breaches }) => [warnings, breaches])).toEqual([
      [1, 0],
      [0, 0],
      [1, 0],
      [1, 0],
    ]);
    const sent = await take(stores(), later(22.8 * HOUR));
    expect(sent.map(({ kind }) => kind)).toEqual(['alert', 'alert', 'alert']);
    expect(sent[0]?.text).toContain('The street light at Oak and 3rd is out.');
  });

  it('calls a promise broken after its last moment and never in it', async () => {
    await addSupervisor(stores());
    await addRequest(stores().registrations, dueAt(DUE));
    expect(await watch(stores(), later(DUE))).toMatchObject({ breaches: 0 });
    const broken = await watch(stores(), later(DUE + 1));
    expect(broken).toMatchObject({ breaches: 1 });
    expect(await watch(stores(), later(DUE + HOUR))).toMatchObject({ breaches: 0 });
    expect(await findingsOf(stores())).toEqual([]);
  });

  it('catches up with one notice a level after it was down', async () => {
    await addSupervisor(stores());
    await addRequest(stores().registrations, dueAt(DUE));
    expect(await watch(stores(), later(DUE + MINUTE))).toMatchObject({
      ...{ warnings: 3, breaches: 1, escalations: 1 },
    });
  });

  it('notices everything once, however many workers look at the same moment', async () => {
    await addSupervisor(stores());
    for (let made = 0; made < 3; made += 1) {
      await addRequest(stores().registrations, dueAt(DUE));
    }
    const at = later(DUE + 1);
    const looks = await Promise.all([1, 2, 3, 4].map(() => watch(stores(), at)));
    const again = await watch(stores(), at);
    expect([...looks, again].reduce((sum, { breaches }) => sum + breaches, 0)).toBe(3);
    expect(await findingsOf(stores())).toEqual([]);
  });

  it('leaves nothing half done when it dies before its commit, and does it once afterwards', async () => {
    await addSupervisor(stores());
    await addRequest(stores().registrations, dueAt(DUE));
    const at = later(DUE + 1);
    const dies = watch(stores(), at, {
      checkpoint: (name) => {
        if (name === 'watch:decided') throw new Error('It dies here.');
      },
    });
    await expect(dies).rejects.toThrow('It dies here.');
    expect(await take(stores(), at)).toEqual([]);
    expect(await watch(stores(), at)).toMatchObject({ breaches: 1, escalations: 1 });
    expect(await watch(stores(), at)).toMatchObject({ breaches: 0, escalations: 0 });
  });

  it('tells of a promise that was kept too late before anybody looked', async () => {
    await addSupervisor(stores());
    const row = await addRequest(stores().registrations, dueAt(DUE));
    const claimed = await answer(stores(), row);
    const meets = { requestId: row.id, writtenAt: later(HOUR) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    const endedAt = later(DUE + SECOND);
    await stores().outbox.settle([{ ...sent, endedAt, meets }], 'one');
    expect(await watch(stores(), later(DUE + HOUR))).toMatchObject({ breaches: 1 });
    expect(await watch(stores(), later(DUE + 2 * HOUR))).toMatchObject({ breaches: 0 });
  });

  it('annuls a breach when the answer turns out to have been in time', async () => {
    await addSupervisor(stores());
    const row = await addRequest(stores().registrations, dueAt(DUE));
    const claimed = await answer(stores(), row);
    await watch(stores(), later(DUE + 1));
    const meets = { requestId: row.id, writtenAt: later(HOUR) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await stores().outbox.settle([{ ...sent, endedAt: later(11 * HOUR), meets }], 'one');
    await watch(stores(), later(DUE + HOUR));
    const detail = await stores().requests.find(row.number);
    expect(detail?.clocks).toMatchObject([{ state: 'met', metAt: later(11 * HOUR) }]);
    expect(await findingsOf(stores())).toEqual([]);
  });

  it('tells anew of a breach that was annulled when the answer did not arrive after all', async () => {
    await addSupervisor(stores());
    const row = await addRequest(stores().registrations, dueAt(DUE));
    const claimed = await answer(stores(), row);
    await watch(stores(), later(DUE + 1));
    const meets = { requestId: row.id, writtenAt: later(HOUR) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await stores().outbox.settle([{ ...sent, endedAt: later(11 * HOUR), meets }], 'one');
    await watch(stores(), later(DUE + HOUR));
    await bounce(stores(), row);
    expect(await watch(stores(), later(DUE + 2 * HOUR))).toMatchObject({ breaches: 1 });
    expect(await watch(stores(), later(DUE + 2 * HOUR))).toMatchObject({ breaches: 0 });
    expect(await findingsOf(stores())).toEqual([]);
  });

  it('tells of a storm in one message a person', async () => {
    await addSupervisor(stores());
    for (let made = 0; made < 40; made += 1) {
      await addRequest(stores().registrations, dueAt(DUE));
    }
    const at = later(DUE + 1);
    expect(await watch(stores(), at)).toMatchObject({ breaches: 40 });
    const sent = await take(stores(), at);
    expect(sent.map(({ requestNumber }) => requestNumber)).toEqual(['', '']);
    expect(sent.map(({ text }) => text.split('\n').length)).toEqual([31, 31]);
  });

  it('tries the next way of reaching a person when the first does not take the alert', async () => {
    await addSupervisor(stores());
    await addRequest(stores().registrations, dueAt(DUE));
    const at = later(DUE + 1);
    await watch(stores(), at);
    const ports = portsOf(stores(), at);
    const { alerts } = stores();
    expect(await sweepAlerts({ ...ports, alerts }, later(DUE + 2 * MINUTE))).toMatchObject({
      lost: 0,
    });
    const second = await take(stores(), later(DUE + 2 * MINUTE), 1);
    expect(second.length).toBeGreaterThan(0);
  });

  it('is alarmed about itself when nobody has looked for long, once each time', async () => {
    await addSupervisor(stores());
    await watch(stores(), start);
    const ports = { ...portsOf(stores(), later(4 * MINUTE)), alerts: stores().alerts };
    const { beatAt, standsStill } = await readPulse(ports, 3 * MINUTE);
    expect([beatAt, standsStill]).toEqual([start, true]);
    expect(await tellStandstill(ports, start)).toBe(1);
    expect(await tellStandstill(ports, start)).toBe(0);
    await watch(stores(), later(4 * MINUTE));
    expect(await readPulse(ports, 3 * MINUTE)).toMatchObject({ standsStill: false });
  });
});

function dueAt(milliseconds: number): Partial<NewServiceRequest> {
  return { nextDeadlineAt: later(milliseconds) };
}

function watch(stores: OpenStores, now: Instant, changes: Partial<WatchPorts> = {}) {
  return watchClocks({ ...portsOf(stores, now), ...changes }, signal);
}

function portsOf({ watch: store }: OpenStores, now: Instant): WatchPorts {
  return {
    watch: store,
    clock: { now: () => now },
    town: () => defaultTown,
    checkpoint: noCheckpoint,
    linkOf: (number) => `https://311.fairmill.example/requests/${number}`,
    accounts: { enabled: () => pagers.map(({ id, name }) => pager(id, name)) },
    newId,
    tellableAt: (at) => at,
  };
}

function pager(id: LiveAccount['id'], name: string): LiveAccount {
  const addressTo = ({ address }: { readonly address: string }) => `${name}:${address}`;
  return { id, adapter: { addressTo } } as unknown as LiveAccount;
}

async function addSupervisor({ staff: members }: OpenStores): Promise<void> {
  const id = newId<'Staff'>();
  const member = { id, name: 'Dana', role: 'supervisor', createdAt: start } as const;
  await members.add(member, audit(`staff:${id}`));
  const address = { staffId: id, kind: 'email', address: 'dana@fairmill.example' };
  await members.addAddress(address, start, audit(`staff:${id}`));
}

async function answer(stores: OpenStores, { id, number }: NewServiceRequest) {
  const words = message(id);
  const entry = outboxEntry(id, { kind: 'reply', messageId: words.id, staffId: staff });
  await stores.requests.change(number, async (transaction) => {
    await transaction.insertMessage(words);
    await transaction.insertOutbox(entry);
  });
  const [claimed] = await stores.outbox.claim(claim());
  return claimed;
}

/** As registration does it when the provider reports the failure. */
async function bounce({ registrations }: OpenStores, row: NewServiceRequest): Promise<void> {
  await registrations.transaction(async (transaction) => {
    const { channelAccountId } = row;
    const [failed] = await transaction.findFailedSends([{ channelAccountId, providerId: 'SM1' }]);
    const clocks = failed?.metClocks ?? [];
    await transaction.reopenClocks(clocks.map(({ id }) => id));
    await transaction.insertSegments(
      clocks.map(({ id, dueAt: due }) => ({
        ...{ clockId: id, kind: 'reopened', fromAt: later(DUE + HOUR), dueAt: due, reason: null },
        ...{ cause: 'envelope:2', recordedAt: later(DUE + HOUR) },
      })),
    );
  });
}

function take(stores: OpenStores, now: Instant, way = 0) {
  const accountId = pagers[way]?.id ?? newId<'ChannelAccount'>();
  return stores.outbox.claim(claim({ accountId, now, slots: 20 }));
}

async function findingsOf({ ledger }: OpenStores): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const { rule, subject, detail } of ledger.findings(later(2 * DUE))) {
    if (rule === 'request-clock') found.push([subject, detail]);
  }
  return found;
}
