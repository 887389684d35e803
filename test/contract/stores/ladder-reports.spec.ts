import { expect, it } from '@jest/globals';

import type { DeliveryReceipt } from '#core/channel/normalised';

import {
  addAddress,
  giveUp,
  goOn,
  NOW,
  putAnswer,
  refusedAnswer,
  refusedNow,
} from './ladder-samples.js';
import { claim, settlement } from './outbox-samples.js';
import { addRequest, later, outboxEntry, start } from './sample-rows.js';
import { onAllStores } from './store-suites.js';

onAllStores('a ladder store and what providers say later', ({ stores }) => {
  it.each([
    [{ optedOut: true }, 'opted-out'],
    [{ addressGone: true }, 'recipient-gone'],
    [{ tryAgain: 'out-of-reach' }, 'out-of-reach'],
    [{ tryAgain: 'unexplained' }, 'unexplained'],
    [{}, 'not-delivered'],
  ] as const)('hears a report of failure that came before the answer %j', async (said, refusal) => {
    const row = await addRequest(stores().registrations);
    await putAnswer(stores(), row);
    const [claimed] = await stores().outbox.claim(claim());
    const receipt: DeliveryReceipt = {
      ...{ kind: 'receipt', providerId: 'SM1', status: 'failed', occurredAt: null, ...said },
    };
    const { channelAccountId } = row;
    await stores().registrations.transaction((transaction) =>
      transaction.applyReceipts([{ channelAccountId, receivedAt: start, receipt }]),
    );
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
    const meets = { requestId: row.id, writtenAt: start };
    await stores().outbox.settle([{ ...sent, meets }], 'one');
    const seen = await refusedNow(stores(), giveUp);
    expect(seen.map((refused) => refused.refusal)).toEqual([refusal]);
  });

  it('hears a report of failure once, and lets automatic texts go', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await putAnswer(stores(), row);
    const status = outboxEntry(row.id, { kind: 'status' });
    await stores().registrations.transaction(async (transaction) => {
      await transaction.insertOutbox([status]);
      const at = later(1_000);
      await transaction.turnAway([
        { entryId: answer.id, refusal: 'opted-out', at },
        { entryId: answer.id, refusal: 'not-delivered', at },
        { entryId: status.id, refusal: 'opted-out', at },
      ]);
    });
    const seen = await refusedNow(stores(), giveUp);
    expect(seen.map(({ entryId, refusal }) => [entryId, refusal])).toEqual([
      [answer.id, 'opted-out'],
    ]);
    await stores().registrations.transaction((transaction) =>
      transaction.turnAway([{ entryId: answer.id, refusal: 'opted-out', at: later(2_000) }]),
    );
    expect(await refusedNow(stores(), giveUp)).toEqual([]);
  });

  it('leaves to a person what nobody looks for any more', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await putAnswer(stores(), row);
    const [claimed] = await stores().outbox.claim(claim());
    const reconcileAt = later(1_000);
    const unknown = { state: 'unknown', attemptOutcome: 'unknown', reconcileAt } as const;
    await stores().outbox.settle([settlement(claimed, unknown)], 'one');
    const lookAgain = { kind: 'look-again', entryId: answer.id, attempt: 1 } as const;
    const nothing = { absentSince: null, reconcileAt: null };
    await stores().outbox.reconcile({ ...lookAgain, ...nothing, givenUpAt: later(2_000) });
    const [seen] = await refusedNow(stores(), giveUp);
    expect(seen).toMatchObject({ entryId: answer.id, refusal: 'not-confirmed' });
  });

  it('blames the address that an answer went to, not the one it was meant for', async () => {
    const row = await addRequest(stores().registrations);
    const mail = await addAddress(stores(), row, 'ana@example.org');
    const answer = await refusedAnswer(stores(), row, 'opted-out');
    const decide = goOn(answer, mail);
    await stores().ladders.look({ now: NOW, limit: 10, decide });
    const [claimed] = await stores().outbox.claim(claim({ now: NOW }));
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'M1' });
    await stores().outbox.settle([sent], 'one');
    const { channelAccountId } = row;
    const [failed] = await stores().registrations.transaction((transaction) =>
      transaction.findFailedSends([{ channelAccountId, providerId: 'M1' }]),
    );
    expect(failed?.contactPointId).toBe(mail);
  });
});
