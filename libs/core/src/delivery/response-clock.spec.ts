import { describe, expect, it } from '@jest/globals';

import { fakeAccountId } from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { defaultPacing } from '../account/channel-accounts.js';
import type { DeliveryOutcome } from '../channel/delivery.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { addMilliseconds, HOUR } from '../time/instant.js';
import { defaultDeliverySchedule as schedule } from './schedule.js';
import { settleAttempt } from './settle-attempt.js';

const sent: DeliveryOutcome = { kind: 'sent', providerId: 'sms-1' };

/** Everything that waits is sent now, with this outcome. */
async function deliver(town: MemoryTown, outcome = sent): Promise<void> {
  const now = town.clock.now();
  const leaseUntil = addMilliseconds(now, schedule.leaseMs);
  const shared = { accountId: fakeAccountId, owner: 'w', slots: 20, pacing: defaultPacing };
  const claimed = await town.outbox.claim({ ...shared, now, leaseUntil });
  const end = { outcome, endedAt: now, canLookUp: false };
  await town.outbox.settle(
    claimed.map((delivery) => settleAttempt(delivery, end, schedule)),
    'w',
  );
}

async function answer(town: MemoryTown, number: string): Promise<void> {
  const action = { staffId: fakeStaffId, number, idempotencyKey: null };
  const reply = { text: 'A crew comes.', seenUpTo: null, holdSeconds: 0 };
  await replyToRequest(town.staffPorts, action, reply);
}

const states = (town: MemoryTown) =>
  town.database.clocks.all().map(({ kind, state }) => `${kind} ${state}`);

describe('the clock of a response', () => {
  it('is not stopped by the automatic acknowledgement', async () => {
    const town = new MemoryTown();
    await town.receive();
    await deliver(town);
    expect(town.database.outbox.all()).toMatchObject([{ state: 'sent' }]);
    expect(states(town)).toEqual(['first_response running']);
  });

  it('is met when the provider accepted a person’s answer, not when it was written', async () => {
    const town = new MemoryTown();
    const { id, number } = await town.receive();
    await deliver(town);
    await answer(town, number);
    expect(states(town)).toEqual(['first_response running']);
    await deliver(town, { kind: 'unknown', reason: 'reset' });
    expect(states(town)).toEqual(['first_response running']);
    await answer(town, number);
    town.clock.advance(HOUR);
    await deliver(town);
    expect(states(town)).toEqual(['first_response met']);
    expect(town.database.clocks.all()[0]?.metAt).toBe(town.clock.now());
    expect(town.request(id)).toMatchObject({ nextDeadlineAt: null });
    expect(town.database.segments.all().map(({ kind }) => kind)).toEqual(['running', 'met']);
  });

  it('starts again, as next response, when the citizen writes after our answer', async () => {
    const town = new MemoryTown();
    const { id, number } = await town.receive();
    await answer(town, number);
    await deliver(town);
    town.clock.advance(HOUR);
    await town.receive({ text: 'Thanks, when?' });
    expect(states(town)).toEqual(['first_response met', 'next_response running']);
    expect(town.request(id).nextDeadlineAt).toBe(town.database.clocks.all()[1]?.dueAt);
  });
});
