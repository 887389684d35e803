import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { ChannelAdapter } from '#core/channel/adapter';
import type { ClaimedDelivery, Settlement } from '#core/delivery/outbox';
import { defaultDeliverySchedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import type { OutboxEntryId } from '#core/identity/ids';
import { DAY, HOUR } from '#core/time/instant';

import { channelTestTime } from '../../support/channel-tools.js';
import { fakeDelivery } from '../../support/fakes/fake-delivery.js';
import { headerOf, type MailSink, startMailSink } from '../../support/mail-sink.js';
import {
  attemptSend,
  mailAdapter,
  mailSettings,
  referenceTo,
} from '../../support/outgoing-mail.js';

const SEND_TIMEOUT_MS = 1_000;
let sink: MailSink;
let adapter: ChannelAdapter;
let deliveries = 0;

beforeEach(async () => {
  sink = await startMailSink();
  adapter = mailAdapter(mailSettings({ port: sink.port }));
});
afterEach(async () => {
  await adapter.close?.();
  await sink.close();
});

describe('F57: a mail that is put off', () => {
  it.each([
    ['greylisted at first', 'recipient', '450 4.7.1 Greylisted, try again in 300 seconds'],
    ['met by a server that shuts down', 'connect', '421 4.3.2 Service shutting down'],
    ['refused for a while at its final dot', 'answer', '451 4.3.0 Queue file write error'],
  ] as const)('is tried again when it is %s, and arrives once', async (_case, step, reply) => {
    sink.fail({ step, action: { reply }, times: 2 });
    const { history, last } = await deliverFor(DAY, deliveryTo('ana@example.org'));
    expect(history).toEqual(['waiting', 'waiting', 'sent']);
    expect(sink.mails).toHaveLength(1);
    expect(last.providerId).toBe(sink.mails[0] && headerOf(sink.mails[0]).get('message-id'));
  });

  it('waits longer each time, and has failed for people to see after five days', async () => {
    sink.fail({ step: 'recipient', action: { reply: '451 4.2.1 Not today' } });
    const { history, waits, last } = await deliverFor(7 * DAY, deliveryTo('ana@example.org'));
    expect(history.slice(0, -1).every((state) => state === 'waiting')).toBe(true);
    expect(history.at(-1)).toBe('failed');
    expect(history.length).toBeGreaterThan(15);
    expect(waits.filter((wait) => wait < HOUR).length).toBeGreaterThan(2);
    expect(Math.max(...waits)).toBeLessThan(9 * HOUR);
    expect(last.reason).toContain('Not today');
    expect(sink.mails).toEqual([]);
  }, 60_000);
});

describe('F58: a mail that is refused for good', () => {
  it.each([
    ['recipient', '550 5.1.1 User unknown', 'recipient-gone: 550 5.1.1 User unknown'],
    ['answer', '554 5.6.0 Looks like a virus', 'rejected: 554 5.6.0 Looks like a virus'],
  ] as const)(
    'at %s with “%s” has failed at once, with the reason',
    async (step, reply, reason) => {
      sink.fail({ step, action: { reply } });
      const { history, last } = await deliverFor(DAY, deliveryTo('ana@example.org'));
      expect(history).toEqual(['failed']);
      expect(last.reason).toBe(reason);
    },
  );
});

describe('F59: a mail whose answer gets lost', () => {
  it.each(['cut', 'take-and-cut'] as const)(
    'is not sent again when the link is cut after the final dot: %s',
    async (action) => {
      sink.fail({ step: 'answer', action, times: 1 });
      const { history } = await deliverFor(DAY, deliveryTo('ana@example.org'));
      expect(history).toEqual(['unknown']);
      await pause(500);
      expect(sink.asked.get('ana@example.org')).toBe(1);
    },
  );

  it('is not sent again when the answer takes longer than anybody waits', async () => {
    sink.fail({ step: 'answer', action: { delayMs: 11 * 60_000 }, times: 1 });
    const { history } = await deliverFor(DAY, deliveryTo('ana@example.org'));
    expect(history).toEqual(['unknown']);
    expect(sink.mails).toHaveLength(1);
  });

  it('keeps its name in every attempt, so that a second copy would be known as one', async () => {
    const delivery = deliveryTo('ana@example.org');
    await attemptSend(adapter, delivery, SEND_TIMEOUT_MS);
    await attemptSend(adapter, { ...delivery, attempt: 2 }, SEND_TIMEOUT_MS);
    const [first, second] = sink.mails;
    expect(second?.raw.equals(first?.raw ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('F60: three recipients, of whom one is refused', () => {
  it('each have a state of their own, and only the refused one is tried again', async () => {
    const addresses = ['ana@example.org', 'bob@example.org', 'cat@example.org'];
    const refused = { reply: '452 4.2.2 Mailbox full' };
    sink.fail({ step: 'recipient', action: refused, recipient: 'bob@example.org', times: 1 });
    const ends = await Promise.all(
      addresses.map((address) => deliverFor(DAY, deliveryTo(address))),
    );
    expect(ends.map(({ history }) => history)).toEqual([['sent'], ['waiting', 'sent'], ['sent']]);
    expect(sink.mails.map(({ to }) => to).sort()).toEqual(addresses.map((address) => [address]));
    expect(Object.fromEntries(sink.asked)).toEqual({
      'ana@example.org': 1,
      'bob@example.org': 2,
      'cat@example.org': 1,
    });
  });
});

function deliveryTo(address: string): ClaimedDelivery {
  deliveries += 1;
  const entryId =
    `00000000-0000-7000-8000-${String(deliveries).padStart(12, '0')}` as OutboxEntryId;
  const channelRef = referenceTo(address);
  return fakeDelivery(channelTestTime, { idempotencyKey: entryId, entryId, channelRef });
}

/** One entry by the schedule of the outbox, on a clock that jumps from attempt to attempt. */
async function deliverFor(limitMs: number, first: ClaimedDelivery) {
  const history: string[] = [];
  const waits: number[] = [];
  let delivery = first;
  for (;;) {
    const outcome = await attemptSend(adapter, delivery, SEND_TIMEOUT_MS);
    const end = { outcome, endedAt: delivery.claimedAt, canLookUp: false };
    const last: Settlement = settleAttempt(delivery, end, defaultDeliverySchedule);
    history.push(last.state);
    if (last.dueAt === null || last.dueAt - first.createdAt > limitMs) {
      return { history, waits, last };
    }
    waits.push(last.dueAt - delivery.claimedAt);
    delivery = { ...delivery, attempt: delivery.attempt + 1, claimedAt: last.dueAt };
  }
}
