import { expect, it } from '@jest/globals';

import type { EnvelopeId } from '#core/identity/ids';
import type { NewServiceRequest } from '#core/request/records';
import { HOUR, type Instant } from '#core/time/instant';

import { byKind, clockRow, findings, segment, update, withClocks } from './clock-samples.js';
import { later, message, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

onAllStores('a request store and clocks', ({ stores }) => {
  it('changes clocks, begins clocks, and moves the deadline to the earliest that runs', async () => {
    const row = await withClocks(stores(), 'resolution');
    const next = clockRow(row.id, 'next_response', later(8 * HOUR));
    await stores().requests.change(row.number, async (transaction) => {
      const clocks = await transaction.lockClocks(row.id);
      expect(clocks).toHaveLength(2);
      const changed = clocks
        .filter(({ kind }) => kind === 'first_response')
        .map((clock) => ({
          clock: { ...clock, state: 'met', metAt: later(HOUR), nextStepAt: null } as const,
          segments: [segment(clock, 'met', later(HOUR))],
        }));
      const started = [{ clock: next, segment: segment(next, 'running', start) }];
      await transaction.writeClocks(row.id, { changed, started });
    });
    const detail = await stores().requests.find(row.number);
    expect(byKind(detail?.clocks)).toMatchObject({
      first_response: { state: 'met', metAt: later(HOUR) },
      next_response: { state: 'running' },
    });
    expect(detail?.nextDeadlineAt).toBe(later(8 * HOUR));
    expect(await findings(stores())).toEqual([]);
  });

  it('keeps why a promise was not kept until the request opens again', async () => {
    const row = await withClocks(stores());
    const why = { status: 'resolved', reason: 'work_done', sentence: 'Done.' } as const;
    const closing = { id: row.id, ...why, breachReason: 'storm', closedAt: later(HOUR) } as const;
    await stores().requests.change(row.number, (transaction) => transaction.close(closing));
    expect(await stores().requests.findSummary(row.number)).toMatchObject({
      breachReason: 'storm',
    });
    await update(stores(), row, { status: 'reopened' });
    expect(await stores().requests.findSummary(row.number)).toMatchObject({ breachReason: null });
  });

  it('counts a call, and takes it for an answer only when told so', async () => {
    const row = await withClocks(stores());
    const words = message(row.id, { direction: 'call', occurredAt: later(2 * HOUR) });
    await stores().requests.change(row.number, (transaction) => transaction.insertMessage(words));
    expect(await current(stores(), row)).toMatchObject({ awaitsReply: true, lastMessageAt: start });
    await stores().requests.change(row.number, (transaction) =>
      transaction.markAnswered(row.id, later(2 * HOUR)),
    );
    expect(await current(stores(), row)).toMatchObject({
      ...{ awaitsReply: false, lastMessageAt: later(2 * HOUR) },
    });
    expect((await stores().requests.findSummary(row.number))?.messageCount).toBe(1);
  });

  it('knows when the citizen wrote first after an instant', async () => {
    const row = await withClocks(stores());
    const words = { direction: 'inbound', staffId: null, occurredAt: later(HOUR) } as const;
    const told = { contactPointId: row.contactPointId, envelopeId: 9 as EnvelopeId };
    await stores().registrations.transaction((transaction) =>
      transaction.insertMessages([message(row.id, { ...words, ...told })]),
    );
    const firstAfter = (at: Instant) =>
      stores().requests.change(row.number, (transaction) =>
        transaction.firstWordsAfter(row.id, at),
      );
    expect(await firstAfter(start)).toBe(later(HOUR));
    expect(await firstAfter(later(HOUR))).toBeNull();
  });
});

async function current({ registrations }: OpenStores, { id }: NewServiceRequest) {
  const references = { requestIds: [id], externalIds: [], numbers: [] };
  const [found] = await registrations.transaction((transaction) =>
    transaction.findReferences(references),
  );
  return found;
}
