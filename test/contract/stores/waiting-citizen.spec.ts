import { expect, it } from '@jest/globals';

import type { EnvelopeId, ServiceRequestId } from '#core/identity/ids';
import type { NewServiceRequest, QuestionArrival } from '#core/request/records';
import type { SlaClock, SlaClockKind } from '#core/sla/sla-clock';
import { HOUR, type Instant } from '#core/time/instant';

import { byKind, findings, update, withClocks } from './clock-samples.js';
import { claim, settlement } from './outbox-samples.js';
import { account, later, message, outboxEntry, staff, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const accepted = later(3 * HOUR);
const envelopeId = 9 as EnvelopeId;

onAllStores('the stores and a question to the citizen', ({ stores }) => {
  it('waits from when a question was accepted: the solution pauses, a duty goes on', async () => {
    const row = await withClocks(stores(), 'resolution', 'duty');
    await ask(stores(), row, 'accepted');
    const detail = await stores().requests.find(row.number);
    expect(detail).toMatchObject({ status: 'waiting_citizen', nextDeadlineAt: later(24 * HOUR) });
    expect(byKind(detail?.clocks)).toMatchObject({
      first_response: { state: 'met' },
      resolution: { state: 'paused', pausedAt: accepted, dueAt: later(24 * HOUR) },
      duty: { state: 'running', pausedAt: null },
    });
    expect(await kindsOf(stores(), row.id, 'resolution')).toEqual(['running', 'paused']);
    expect(await findings(stores())).toEqual([]);
  });

  it('hands a clock that was late already to the watch', async () => {
    const row = await withClocks(stores(), 'resolution');
    await ask(stores(), row, 'accepted', later(30 * HOUR));
    const [paused] = await pausedClocks(stores(), row.id);
    expect(paused).toMatchObject({ pausedAt: later(30 * HOUR), nextStepAt: later(30 * HOUR) });
  });

  it.each(['before', 'after'] as const)(
    'waits from the receipt where one is given, which came %s the answer of the provider',
    async (order) => {
      const row = await withClocks(stores(), 'resolution');
      const occurredAt = later(4 * HOUR);
      if (order === 'after') await ask(stores(), row, 'delivered');
      if (order === 'after') {
        expect((await stores().requests.find(row.number))?.status).toBe('new');
      }
      await receive(stores(), 'delivered', occurredAt);
      if (order === 'before') await ask(stores(), row, 'delivered');
      const detail = await stores().requests.find(row.number);
      expect(detail?.status).toBe('waiting_citizen');
      expect(byKind(detail?.clocks)['resolution']).toMatchObject({ pausedAt: occurredAt });
    },
  );

  it('does not wait after a question that was accepted, when its receipt comes later', async () => {
    const row = await withClocks(stores(), 'resolution');
    await ask(stores(), row, 'accepted');
    await resume(stores(), row);
    await receive(stores(), 'delivered', null);
    expect((await stores().requests.find(row.number))?.clocks).toMatchObject([
      { kind: 'first_response' },
      { kind: 'resolution', state: 'running' },
    ]);
  });

  it('does not wait for an answer to what was called failed', async () => {
    const row = await withClocks(stores(), 'resolution');
    await receive(stores(), 'failed', null);
    await ask(stores(), row, 'accepted');
    expect((await stores().requests.find(row.number))?.status).toBe('new');
    expect(await pausedClocks(stores(), row.id)).toEqual([]);
  });

  it.each([
    [false, 'new'],
    [true, 'waiting_citizen'],
  ] as const)(
    'counts words that came before it arrived (a machine: %s)',
    async (automatic, status) => {
      const row = await withClocks(stores(), 'resolution');
      const claimed = await write(stores(), row, 'accepted');
      const words = {
        direction: 'inbound',
        contactPointId: row.contactPointId,
        automatic,
      } as const;
      await stores().registrations.transaction((transaction) =>
        transaction.insertMessages([message(row.id, { ...words, staffId: null, envelopeId })]),
      );
      await settle(stores(), row, claimed, accepted);
      expect((await stores().requests.find(row.number))?.status).toBe(status);
    },
  );

  it('gives paused clocks to registration and takes back what became of them', async () => {
    const row = await withClocks(stores(), 'resolution');
    await ask(stores(), row, 'accepted');
    const [paused] = await pausedClocks(stores(), row.id);
    expect(paused).toMatchObject({ kind: 'resolution', state: 'paused', requestId: row.id });
    await resume(stores(), row);
    expect(await pausedClocks(stores(), row.id)).toEqual([]);
    const clocks = await clocksOf(stores(), row.id);
    expect(byKind(clocks)['resolution']).toMatchObject({
      ...{ state: 'running', pausedAt: null, dueAt: later(26 * HOUR) },
      nextStepAt: later(20 * HOUR),
    });
  });

  it('tells of a failed send whether it was a question, and of a request whether it has a duty', async () => {
    const row = await withClocks(stores(), 'resolution', 'duty');
    await ask(stores(), row, 'accepted');
    const failures = [{ channelAccountId: account, providerId: 'SM1' }];
    const failed = await stores().registrations.transaction((transaction) =>
      transaction.findFailedSends(failures),
    );
    expect(failed).toMatchObject([
      { asksCitizen: true, request: { hasDuty: true, serviceCode: 'ST-POT' } },
    ]);
  });
});

async function write(stores: OpenStores, row: NewServiceRequest, asksCitizen: QuestionArrival) {
  const words = message(row.id, { text: 'Which lane is it?' });
  const said = { kind: 'reply', messageId: words.id, staffId: staff, asksCitizen } as const;
  await stores.requests.change(row.number, async (transaction) => {
    await transaction.insertMessage(words);
    await transaction.insertOutbox(outboxEntry(row.id, said));
  });
  const [claimed] = await stores.outbox.claim(claim());
  expect(claimed?.asksCitizen).toBe(true);
  return claimed;
}

async function settle(
  stores: OpenStores,
  row: NewServiceRequest,
  claimed: Parameters<typeof settlement>[0],
  endedAt: Instant,
): Promise<void> {
  const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
  const meets = { requestId: row.id, writtenAt: start, asksCitizen: true } as const;
  await stores.outbox.settle([{ ...sent, endedAt, meets }], 'one');
}

async function ask(
  stores: OpenStores,
  row: NewServiceRequest,
  arrival: QuestionArrival,
  endedAt = accepted,
): Promise<void> {
  await settle(stores, row, await write(stores, row, arrival), endedAt);
}

async function receive(
  stores: OpenStores,
  status: 'delivered' | 'failed',
  occurredAt: Instant | null,
): Promise<void> {
  const receipt = { kind: 'receipt', providerId: 'SM1', status, occurredAt } as const;
  const sent = { channelAccountId: account, providerId: 'SM1' };
  await stores.registrations.transaction(async (transaction) => {
    const receivedAt = later(5 * HOUR);
    await transaction.applyReceipts([{ channelAccountId: account, receivedAt, receipt }]);
    if (status === 'delivered') await transaction.awaitCitizens([sent]);
  });
}

async function resume(stores: OpenStores, row: NewServiceRequest): Promise<void> {
  const [paused] = await pausedClocks(stores, row.id);
  if (paused === undefined) throw new Error('Nothing pauses');
  const running = { ...paused, state: 'running', pausedAt: null } as const;
  const due = { dueAt: later(26 * HOUR), nextStepAt: later(20 * HOUR) };
  await stores.registrations.transaction((transaction) =>
    transaction.updateClocks([{ ...running, ...due }]),
  );
  await update(stores, row, { status: 'in_progress' });
}

function pausedClocks({ registrations }: OpenStores, id: ServiceRequestId) {
  return registrations.transaction((transaction) => transaction.findPausedClocks([id]));
}

async function clocksOf({ clocks }: OpenStores, id: ServiceRequestId): Promise<SlaClock[]> {
  return (await clocks.ofRequest(id)).map(({ clock }) => clock);
}

async function kindsOf({ clocks }: OpenStores, id: ServiceRequestId, kind: SlaClockKind) {
  const found = (await clocks.ofRequest(id)).find(({ clock }) => clock.kind === kind);
  return found?.history.map((line) => line.kind);
}
