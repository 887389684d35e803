import { expect, it } from '@jest/globals';

import type { DeliveryReceipt } from '#core/channel/normalised';
import type { NewOutboxEntry, NewServiceRequest } from '#core/request/records';

import { findings, giveUp, goOn, NOW, putAnswer } from './ladder-samples.js';
import { claim, settlement } from './outbox-samples.js';
import { addRequest, later } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const REPORTED_AT = later(2_000);
const wait = () => ({ lookAgainAt: later(60_000) });

/** An answer that a provider took and then called failed, for now. */
async function awayAnswer(stores: OpenStores, row: NewServiceRequest): Promise<NewOutboxEntry> {
  const answer = await putAnswer(stores, row);
  const [claimed] = await stores.outbox.claim(claim());
  const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1' });
  await stores.outbox.settle([sent], 'one');
  await hear(stores, row, { status: 'failed', tryAgain: 'out-of-reach' });
  return answer;
}

async function hear(
  { registrations }: OpenStores,
  { channelAccountId }: NewServiceRequest,
  said: Pick<DeliveryReceipt, 'status' | 'tryAgain'>,
): Promise<void> {
  const receipt = { kind: 'receipt', providerId: 'SM1', occurredAt: null, ...said } as const;
  const reported = { channelAccountId, providerId: 'SM1' };
  await registrations.transaction(async (transaction) => {
    await transaction.applyReceipts([{ channelAccountId, receivedAt: REPORTED_AT, receipt }]);
    if (said.status !== 'failed') return;
    const [failed] = await transaction.findFailedSends([reported]);
    if (failed === undefined) throw new Error('It was sent a moment ago.');
    const { entryId } = failed;
    await transaction.turnAway([{ entryId, refusal: 'out-of-reach', at: REPORTED_AT }]);
  });
}

onAllStores('a ladder store and what is tried again', ({ stores }) => {
  it('tells where the answer went, in which words, and when that was reported as failed', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await awayAnswer(stores(), row);
    const decide = (refused: Parameters<typeof giveUp>[0]) => {
      expect(refused).toMatchObject({
        ...{ entryId: answer.id, refusal: 'out-of-reach', refusedAt: REPORTED_AT },
        ...{ channelRef: answer.channelRef, body: answer.body, text: 'We are on it.' },
      });
      return giveUp(refused);
    };
    expect(await stores().ladders.look({ now: NOW, limit: 10, decide })).toHaveLength(1);
  });

  it('looks again when it was told to, and writes nothing before', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await awayAnswer(stores(), row);
    const { ladders, requests } = stores();
    expect(await ladders.look({ now: NOW, limit: 10, decide: wait })).toEqual([]);
    expect(await ladders.look({ now: later(59_999), limit: 10, decide: giveUp })).toEqual([]);
    expect(await requests.undelivered({ after: null, limit: 10 })).toEqual([]);
    const detail = await requests.find(row.number);
    expect(detail?.timeline.flatMap(({ delivery }) => delivery?.rungs ?? [])).toMatchObject([
      { refusal: 'out-of-reach', lookAgainAt: later(60_000) },
    ]);
    const decide = goOn(answer, row.contactPointId);
    const looks = [1, 2, 3].map(() => ladders.look({ now: later(60_000), limit: 10, decide }));
    expect((await Promise.all(looks)).flat()).toHaveLength(1);
    expect(await stores().outbox.claim(claim({ now: later(60_000) }))).toHaveLength(1);
    expect(await findings(stores())).toEqual([]);
  });

  it('leaves alone what has arrived after all', async () => {
    const row = await addRequest(stores().registrations);
    await awayAnswer(stores(), row);
    await hear(stores(), row, { status: 'delivered' });
    const look = { now: NOW, limit: 10, decide: giveUp };
    expect(await stores().ladders.look(look)).toEqual([]);
    const detail = await stores().requests.find(row.number);
    const delivery = detail?.timeline.flatMap((item) => item.delivery ?? [])[0];
    expect(delivery).toMatchObject({ receipt: 'delivered', refusal: null, lookAgainAt: null });
    expect(await stores().ladders.look(look)).toEqual([]);
  });
});
