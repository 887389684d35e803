import { describe, expect, it } from '@jest/globals';

import { fakeAccountId } from '../../../../test/support/fakes/fake-channel.js';
import { LadderedTown, mailAccountId } from '../../../../test/support/fakes/laddered-town.js';
import type { DeliveryReceipt } from '../channel/normalised.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { HOUR, instantFromIso, MINUTE, SECOND } from '../time/instant.js';

const away = { status: 'failed', tryAgain: 'out-of-reach' } as const;
const unexplained = { status: 'failed', tryAgain: 'unexplained' } as const;

/** A Monday morning, and an answer that the provider has taken as `text-1`. */
async function answeredTown(mail = false): Promise<LadderedTown> {
  const laddered = await LadderedTown.found();
  if (mail) await laddered.addMail('ana@example.org');
  await laddered.send(fakeAccountId, { kind: 'sent', providerId: 'acknowledgement' });
  const { town, action } = laddered;
  const reply = { text: 'We fixed it.', seenUpTo: null, holdSeconds: 0 };
  await replyToRequest(town.staffPorts, action, reply);
  await laddered.send(fakeAccountId, { kind: 'sent', providerId: 'text-1' });
  return laddered;
}

async function hear(
  { town }: LadderedTown,
  providerId: string,
  said: Pick<DeliveryReceipt, 'status' | 'tryAgain'>,
): Promise<void> {
  await town.accept({ kind: 'receipt', providerId, occurredAt: null, ...said });
  await town.register();
}

/** After so long, what leaves for the phone is taken as this. @returns what left. */
async function leaves(laddered: LadderedTown, afterMs: number, providerId: string) {
  laddered.town.clock.advance(afterMs);
  await laddered.sweep();
  return laddered.send(fakeAccountId, { kind: 'sent', providerId });
}

describe('an answer to a phone that was off', () => {
  it('leaves again after one hour, after four more and at the next opening, then goes on', async () => {
    const laddered = await answeredTown(true);
    await hear(laddered, 'text-1', away);
    expect(await leaves(laddered, HOUR - SECOND, '-')).toEqual([]);
    expect(await leaves(laddered, SECOND, 'text-2')).toHaveLength(1);
    await hear(laddered, 'text-2', away);
    expect(await leaves(laddered, 4 * HOUR - SECOND, '-')).toEqual([]);
    expect(await leaves(laddered, SECOND, 'text-3')).toHaveLength(1);
    await hear(laddered, 'text-3', away);
    const opening = instantFromIso('2026-11-17T12:00:00Z');
    const untilOpening = opening - laddered.town.clock.now();
    expect(await leaves(laddered, untilOpening - SECOND, '-')).toEqual([]);
    expect(await leaves(laddered, SECOND, 'text-4')).toHaveLength(1);
    await hear(laddered, 'text-4', away);
    expect(await leaves(laddered, 0, '-')).toEqual([]);
    const mailed = await laddered.send(mailAccountId, { kind: 'sent', providerId: 'mail-1' });
    expect(mailed).toEqual(['mail to ana@example.org: We fixed it.']);
  });

  it('leaves again once, whatever is reported how often', async () => {
    const laddered = await answeredTown();
    for (let times = 0; times < 3; times += 1) await hear(laddered, 'text-1', away);
    expect(await leaves(laddered, HOUR, 'text-2')).toHaveLength(1);
    await hear(laddered, 'text-1', away);
    expect(await leaves(laddered, 5 * HOUR, '-')).toEqual([]);
  });

  it('does not leave again when it has arrived after all', async () => {
    const laddered = await answeredTown();
    await hear(laddered, 'text-1', away);
    await laddered.sweep();
    await hear(laddered, 'text-1', { status: 'delivered' });
    expect(await leaves(laddered, HOUR, '-')).toEqual([]);
    expect(await laddered.undelivered()).toEqual([]);
  });

  it('does not leave again after a STOP, but by the next way', async () => {
    const laddered = await answeredTown(true);
    await hear(laddered, 'text-1', away);
    await laddered.sweep();
    await laddered.say('opted-out');
    expect(await leaves(laddered, HOUR, '-')).toEqual([]);
    expect(await laddered.send(mailAccountId, { kind: 'sent', providerId: 'm' })).toHaveLength(1);
  });

  it('keeps its promise when it is taken the second time, and not before', async () => {
    const laddered = await answeredTown();
    const clock = () => laddered.town.database.clocks.all()[0]?.state;
    expect(clock()).toBe('met');
    await hear(laddered, 'text-1', away);
    expect(clock()).toBe('running');
    await leaves(laddered, HOUR, 'text-2');
    expect(clock()).toBe('met');
  });
});

describe('an answer that was lost without a reason', () => {
  it('leaves once more, then waits for a person', async () => {
    const laddered = await answeredTown(true);
    await hear(laddered, 'text-1', unexplained);
    expect(await leaves(laddered, 10 * MINUTE, 'text-2')).toHaveLength(1);
    await hear(laddered, 'text-2', unexplained);
    expect(await leaves(laddered, HOUR, '-')).toEqual([]);
    expect(await laddered.undelivered()).toHaveLength(1);
    expect(await laddered.send(mailAccountId, { kind: 'sent', providerId: 'm' })).toEqual([]);
  });
});
