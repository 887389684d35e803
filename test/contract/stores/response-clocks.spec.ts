import { expect, it } from '@jest/globals';

import type { ServiceRequestId } from '#core/identity/ids';
import { HOUR } from '#core/time/instant';

import { claim, settlement } from './outbox-samples.js';
import { addRequest, later, message, outboxEntry, staff, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

onAllStores('an outbox store and response clocks', ({ stores }) => {
  it('meets the clock of a request when a person’s answer was accepted', async () => {
    const row = await addRequest(stores().registrations);
    const claimed = await reply(stores(), row.number, row.id);
    const endedAt = later(3 * HOUR);
    const meets = { requestId: row.id, writtenAt: later(2 * HOUR) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await stores().outbox.settle([{ ...sent, endedAt, meets }], 'one');
    const detail = await stores().requests.find(row.number);
    expect(detail?.clocks).toMatchObject([{ state: 'met', metAt: endedAt }]);
    expect(detail?.nextDeadlineAt).toBeNull();
    expect(detail?.streamKey).toContain('ffffffffffff');
    expect(detail?.expectedAt).toBe(row.expectedAt);
    expect(await findingsOf(stores(), 'request-clock')).toEqual([]);
  });

  it('leaves a clock running that was started after the answer was written', async () => {
    const row = await addRequest(stores().registrations);
    const claimed = await reply(stores(), row.number, row.id);
    const meets = { requestId: row.id, writtenAt: later(-1) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await stores().outbox.settle([{ ...sent, meets }], 'one');
    const detail = await stores().requests.find(row.number);
    expect(detail?.clocks).toMatchObject([{ state: 'running', metAt: null }]);
    expect(detail?.nextDeadlineAt).toBe(row.nextDeadlineAt);
  });

  it('lets a clock run on when the provider says later that nothing was delivered', async () => {
    const row = await addRequest(stores().registrations);
    const claimed = await reply(stores(), row.number, row.id);
    const meets = { requestId: row.id, writtenAt: later(2 * HOUR) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await stores().outbox.settle([{ ...sent, meets }], 'one');
    const { registrations, requests } = stores();
    await registrations.transaction(async (transaction) => {
      const failures = ['SM1', 'SM2'].map((providerId) => ({
        channelAccountId: row.channelAccountId,
        providerId,
      }));
      const [failed, ...others] = await transaction.findFailedSends(failures);
      expect(others).toEqual([]);
      expect(failed).toMatchObject({ entryId: claimed?.entryId, request: { id: row.id } });
      const ids = failed?.metClocks.map(({ id }) => id) ?? [];
      expect(ids).toHaveLength(1);
      await transaction.reopenClocks(ids);
      await transaction.markUndeliverable([{ contactPointId: row.contactPointId, at: start }]);
    });
    const detail = await requests.find(row.number);
    expect(detail?.clocks).toMatchObject([{ state: 'running', metAt: null }]);
    expect(detail?.contact.points).toMatchObject([{ undeliverable: true }]);
    const again = await registrations.transaction((transaction) =>
      transaction.findFailedSends([{ channelAccountId: row.channelAccountId, providerId: 'SM1' }]),
    );
    expect(again[0]?.metClocks).toEqual([]);
  });

  it.each(['sending', 'unknown'] as const)(
    'leaves a clock running when a failure was reported while the answer was still %s',
    async (state) => {
      const row = await addRequest(stores().registrations);
      const claimed = await reply(stores(), row.number, row.id);
      const receipt = { kind: 'receipt', providerId: 'SM1', status: 'failed' } as const;
      await stores().registrations.transaction((transaction) =>
        transaction.applyReceipts([
          {
            ...{ channelAccountId: row.channelAccountId, receivedAt: start },
            receipt: { ...receipt, occurredAt: null },
          },
        ]),
      );
      const meets = { requestId: row.id, writtenAt: later(2 * HOUR) };
      const sent = settlement(claimed, {
        state: 'sent',
        attemptOutcome: 'sent',
        providerId: 'SM1',
      });
      if (state === 'sending') {
        await stores().outbox.settle([{ ...sent, meets }], 'one');
      } else {
        await stores().outbox.expireLeases(later(24 * HOUR), later(24 * HOUR), 10);
        await stores().outbox.reconcile({ kind: 'settled', settlement: { ...sent, meets } });
      }
      const detail = await stores().requests.find(row.number);
      expect(detail?.timeline.find(({ delivery }) => delivery !== null)?.delivery).toMatchObject({
        ...{ state: 'sent', receipt: 'failed' },
      });
      expect(detail?.clocks).toMatchObject([{ state: 'running', metAt: null }]);
      expect(detail?.nextDeadlineAt).toBe(row.nextDeadlineAt);
      expect(await findingsOf(stores(), 'request-clock')).toEqual([]);
    },
  );

  it('blames no citizen’s address when an alert about their request comes back', async () => {
    const row = await addRequest(stores().registrations);
    const entry = outboxEntry(row.id, { kind: 'emergency-page' });
    await stores().registrations.transaction((transaction) => transaction.insertOutbox([entry]));
    const [claimed] = await stores().outbox.claim(claim());
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM7' });
    await stores().outbox.settle([sent], 'one');
    const failures = [{ channelAccountId: row.channelAccountId, providerId: 'SM7' }];
    const found = await stores().registrations.transaction((transaction) =>
      transaction.findFailedSends(failures),
    );
    expect(found).toEqual([]);
  });

  it('does not bring a closed request back into the stream', async () => {
    const row = await addRequest(stores().registrations);
    const claimed = await reply(stores(), row.number, row.id);
    await stores().requests.change(row.number, (transaction) =>
      transaction.close({
        id: row.id,
        status: 'resolved',
        reason: 'work_done',
        sentence: 'The light was mended.',
        breachReason: null,
        closedAt: later(2 * HOUR),
      }),
    );
    const meets = { requestId: row.id, writtenAt: later(2 * HOUR) };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    await stores().outbox.settle([{ ...sent, meets }], 'one');
    const stream = await stores().requests.stream({ open: true, after: null, limit: 10 });
    expect(stream).toEqual([]);
    expect((await stores().requests.find(row.number))?.clocks[0]?.state).toBe('met');
  });
});

async function reply(stores: OpenStores, number: string, requestId: ServiceRequestId) {
  const words = message(requestId);
  const entry = outboxEntry(requestId, { kind: 'reply', messageId: words.id, staffId: staff });
  await stores.requests.change(number, async (transaction) => {
    await transaction.insertMessage(words);
    await transaction.insertOutbox(entry);
  });
  const [claimed] = await stores.outbox.claim(claim());
  return claimed;
}

async function findingsOf({ ledger }: OpenStores, rule: string): Promise<string[]> {
  const found: string[] = [];
  for await (const finding of ledger.findings(start)) {
    if (finding.rule === rule) found.push(`${finding.subject} ${finding.detail}`);
  }
  return found;
}
