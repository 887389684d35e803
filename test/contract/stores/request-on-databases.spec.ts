import { expect, it } from '@jest/globals';

import type { EnvelopeId } from '#core/identity/ids';
import type { RequestSummary } from '#core/request/request-store';
import { HOUR, MINUTE } from '#core/time/instant';

import { addMany, close } from './request-samples.js';
import { addRequest, later, message, outboxEntry, start } from './sample-rows.js';
import { onDatabases } from './store-suites.js';

onDatabases('a request store of a database', ({ stores }) => {
  it('pages through the closed ones, newest first, each once', async () => {
    const rows = await addMany(stores(), 60);
    for (const [index, row] of rows.entries()) {
      await close(stores(), row.number, row.id, later(Math.floor(index / 7) * MINUTE));
    }
    const seen: RequestSummary[] = [];
    let after: string | null = null;
    do {
      const page = await stores().requests.stream({ open: false, after, limit: 11 });
      seen.push(...page);
      after = page.length === 11 ? (page.at(-1)?.id ?? null) : null;
    } while (after !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
    const closed = seen.map(({ closedAt }) => closedAt ?? 0);
    expect(closed).toEqual(closed.toSorted((one, other) => other - one));
  });

  it('tells the newest message by its envelope, whatever the order of the ids', async () => {
    const row = await addRequest(stores().registrations);
    const inbound = {
      direction: 'inbound',
      staffId: null,
      contactPointId: row.contactPointId,
    } as const;
    const newest = message(row.id, { ...inbound, envelopeId: 12 as EnvelopeId });
    const older = message(row.id, { ...inbound, envelopeId: 11 as EnvelopeId });
    await stores().registrations.transaction((transaction) =>
      transaction.insertMessages([newest, older, message(row.id)]),
    );
    const seen = await stores().requests.change(row.number, (_, { lastInboundMessageId }) =>
      Promise.resolve(lastInboundMessageId),
    );
    expect(seen).toBe(newest.id);
  });

  it('forgets reason and sentence of the closing when the request opens again', async () => {
    const row = await addRequest(stores().registrations);
    await close(stores(), row.number, row.id, later(HOUR));
    const { id, conversationKey, awaitsReply, nextDeadlineAt } = row;
    const { expectedAt, streamKey, lastMessageAt } = row;
    const times = { nextDeadlineAt, expectedAt, streamKey, lastMessageAt };
    const kept = { id, conversationKey, awaitsReply, ...times };
    await stores().registrations.transaction((transaction) =>
      transaction.updateRequests([
        { ...kept, status: 'reopened', closedAt: null, addedMessages: 0, emergencies: [] },
      ]),
    );
    expect(await stores().requests.findSummary(row.number)).toMatchObject({
      status: 'reopened',
      closeReason: null,
      closeSentence: null,
    });
  });

  it('shows a receipt, also one that came before the answer of the provider was written', async () => {
    const row = await addRequest(stores().registrations);
    const entry = outboxEntry(row.id);
    const receipt = (status: 'delivered' | 'read' | 'failed') => ({
      channelAccountId: entry.channelAccountId,
      receipt: { kind: 'receipt', providerId: 'SM1', status, occurredAt: null } as const,
      receivedAt: start,
    });
    await stores().registrations.transaction(async (transaction) => {
      await transaction.insertOutbox([entry]);
      await transaction.applyReceipts([receipt('delivered'), receipt('failed')]);
    });
    const [claimed] = await stores().outbox.claim({
      ...{ accountId: entry.channelAccountId, owner: 'one', slots: 5, now: start },
      ...{ leaseUntil: later(HOUR), pacing: { slots: 5, perMinute: null, sendTimeoutMs: 1 } },
    });
    if (claimed === undefined) throw new Error('It is due.');
    await stores().outbox.settle(
      [
        {
          ...{ entryId: entry.id, attempt: 1, attemptOutcome: 'sent', state: 'sent' },
          ...{ providerId: 'SM1', reason: null, dueAt: null, reconcileAt: null },
          ...{ pauseAccount: null, meets: null, endedAt: later(5) },
        },
      ],
      'one',
    );
    const shown = async () => (await stores().requests.find(row.number))?.timeline[0]?.delivery;
    expect(await shown()).toMatchObject({ state: 'sent', receipt: 'delivered', sentAt: later(5) });
    await stores().registrations.transaction((transaction) =>
      transaction.applyReceipts([receipt('read')]),
    );
    await stores().registrations.transaction((transaction) =>
      transaction.applyReceipts([receipt('delivered')]),
    );
    expect(await shown()).toMatchObject({ receipt: 'read' });
  });
});
