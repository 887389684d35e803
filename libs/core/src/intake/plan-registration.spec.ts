import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeCapabilities,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { addMilliseconds, DAY, HOUR, instantFromIso, MINUTE } from '../time/instant.js';

const separate = fakeAccount({ capabilities: { ...fakeCapabilities, grouping: 'separate' } });

function outcomesOf(town: MemoryTown): (string | null)[] {
  return town.database.envelopes.all().map((row) => row.outcome);
}

describe('the registration of one batch', () => {
  it('makes ten first messages of one new identity one request with one clock and one acknowledgement', async () => {
    const town = new MemoryTown();
    const texts = Array.from({ length: 10 }, (_, index) => `photo ${String(index)}`);
    await town.accept(...texts.map((text) => fakeMessage({ text })));
    await town.register();
    const { requests, messages, clocks, segments, outbox, contacts, audit } = town.database;
    expect(requests.size).toBe(1);
    expect(requests.all()[0]).toMatchObject({
      messageCount: 10,
      subject: 'photo 0',
      status: 'new',
    });
    expect(messages.all().map((message) => message.text)).toEqual(texts);
    expect([clocks.size, segments.size, outbox.size, contacts.size]).toEqual([1, 1, 1, 1]);
    expect(outcomesOf(town)).toEqual(['created', ...Array<string>(9).fill('joined')]);
    expect(audit.all().map((entry) => entry.action)).toEqual([
      'request.created',
      ...Array<string>(9).fill('request.joined'),
    ]);
  });

  it('promises a person within one business day and says so with the number', async () => {
    const town = new MemoryTown();
    const request = await town.receive({ text: 'The light is out' });
    const dueAt = instantFromIso('2026-11-17T15:00:00Z');
    expect(request).toMatchObject({ number: 'FM26-000001-9', expectedAt: dueAt });
    expect(request).toMatchObject({ nextDeadlineAt: dueAt, requestedAt: town.clock.now() });
    const [acknowledgement] = town.database.outbox.all();
    expect(acknowledgement).toMatchObject({
      kind: 'acknowledgement',
      requestNumber: request.number,
    });
    expect(acknowledgement?.body).toMatch(/FM26-000001-9.*Tuesday 17 November, 10:00/);
  });

  it('gives every kind of envelope its one outcome', async () => {
    const town = new MemoryTown();
    const known = await town.receive({ text: 'first' });
    const other = { address: '+12025550199' };
    await town.accept(
      fakeMessage({ text: 'second' }),
      { kind: 'receipt', providerId: 'sms-1', status: 'delivered', occurredAt: null },
      { kind: 'ignored', reason: 'own-echo' },
      fakeMessage({ text: known.number, sender: other }),
      fakeMessage({ text: 'somebody else', sender: { address: '+12025550177' } }),
      fakeMessage({ sender: { address: '' } }),
    );
    await town.register();
    expect(outcomesOf(town).slice(1)).toEqual([
      'joined',
      'receipt',
      'ignored',
      'answered',
      'created',
      'quarantined',
    ]);
    expect(town.database.envelopes.all().map((row) => row.reason)).toEqual([
      ...[null, null, null, 'own-echo', null, null],
      'sender-missing',
    ]);
  });

  it('tells whoever writes only a number its status and nothing of its thread', async () => {
    const town = new MemoryTown();
    const known = await town.receive({ text: 'My neighbour Mr. Poe has no heating' });
    await town.accept(fakeMessage({ text: known.number, sender: { address: '+12025550199' } }));
    await town.register();
    const answer = town.database.outbox.all().at(-1);
    expect(answer).toMatchObject({ kind: 'status', channelRef: 'thread-1', messageId: null });
    expect(answer?.body).toBe(`${known.number}: We have your request.`);
    expect([town.database.messages.size, town.database.contacts.size]).toEqual([1, 1]);
  });

  it('sets aside what it cannot understand and goes on with the others', async () => {
    const town = new MemoryTown();
    const good = fakeMessage({ sender: { address: '+12025550111' } });
    await town.accept(good, fakeMessage({ sender: { address: 'x'.repeat(256) } }), good);
    await town.register();
    expect(outcomesOf(town)).toEqual(['created', 'quarantined', 'joined']);
    expect(town.database.quarantine.all()).toMatchObject([{ reason: 'sender-too-long' }]);
  });
});

describe('time', () => {
  it.each<[string, number, ...[number, boolean, number]]>([
    ['an hour old counts from when it was written', -HOUR, -HOUR, false, 1],
    ['two days old counts from receipt, flagged and not acknowledged', -2 * DAY, 0, true, 0],
    ['of the future counts from receipt', 2 * DAY, 0, false, 1],
  ])('of a message %s', async (_what, offset, ...expected) => {
    const [startOffset, arrivedLate, acknowledgements] = expected;
    const town = new MemoryTown();
    const now = town.clock.now();
    const request = await town.receive({ occurredAt: addMilliseconds(now, offset) });
    const requestedAt = addMilliseconds(now, startOffset);
    expect(request).toMatchObject({ requestedAt, arrivedLate, receivedAt: now });
    expect(town.database.clocks.all()[0]?.startedAt).toBe(requestedAt);
    expect(town.database.outbox.size).toBe(acknowledgements);
  });

  it('of the future does not hold a conversation open', async () => {
    const town = new MemoryTown();
    const first = await town.receive({ occurredAt: addMilliseconds(town.clock.now(), 900 * DAY) });
    expect(first.lastMessageAt).toBe(town.clock.now());
    expect(town.database.messages.all()[0]?.occurredAt).toBe(town.clock.now());
    town.clock.advance(8 * DAY);
    expect((await town.receive({ text: 'something new' })).id).not.toBe(first.id);
  });

  it('that no clock shows counts as none', async () => {
    const town = new MemoryTown();
    const account = fakeAccount();
    const normalise = () => ({ ...fakeMessage(), occurredAt: Number.NaN as never });
    town.accounts.put({ ...account, adapter: { ...account.adapter, normalise } });
    const request = await town.receive();
    expect(request).toMatchObject({ requestedAt: town.clock.now(), arrivedLate: false });
  });

  it('of two years in one batch gives two series of numbers, each from one', async () => {
    const town = new MemoryTown();
    const eve = instantFromIso('2027-01-01T04:59:59.999Z');
    for (const [index, at] of [eve, eve + 1, eve, eve + 1].entries()) {
      town.clock.moveTo(at as typeof eve);
      await town.accept(fakeMessage({ sender: { address: `+1202555010${String(index)}` } }));
    }
    await town.register();
    const numbers = town.database.requests.all().map((request) => request.number.slice(0, 11));
    expect(numbers.sort()).toEqual(['FM26-000001', 'FM26-000002', 'FM27-000001', 'FM27-000002']);
  });
});

describe('automatic mail', () => {
  it('is registered and never acknowledged', async () => {
    const town = new MemoryTown();
    await town.receive({ automatic: true });
    expect(town.database.outbox.size).toBe(0);
    expect(town.database.clocks.size).toBe(1);
  });

  it('neither reopens a closed request nor starts a clock on an open one', async () => {
    const town = new MemoryTown();
    const { id } = await town.receive();
    const closedAt = town.clock.now();
    town.database.requests.update(id, { status: 'resolved', closedAt, streamKey: null });
    await town.receive({ automatic: true, text: 'I am out of office' });
    expect(town.request(id)).toMatchObject({
      status: 'resolved',
      messageCount: 2,
      streamKey: null,
    });
    expect(outcomesOf(town).at(-1)).toBe('joined');
    town.database.requests.update(id, { status: 'new', closedAt: null, awaitsReply: false });
    await town.receive({ automatic: true, text: 'I am out of office' });
    expect(town.database.clocks.size).toBe(1);
  });
});

describe('a request that goes on', () => {
  it('reopens with a next-response clock and comes back into the stream', async () => {
    const town = new MemoryTown();
    const { id } = await town.receive();
    const gone = { status: 'resolved', streamKey: null, nextDeadlineAt: null } as const;
    town.database.requests.update(id, { ...gone, closedAt: town.clock.now() });
    town.clock.advance(MINUTE);
    await town.receive({ text: 'It is out again' });
    const request = town.request(id);
    expect(request).toMatchObject({ status: 'reopened', closedAt: null, messageCount: 2 });
    expect(request.streamKey).toContain(id);
    expect(town.database.clocks.all().map((clock) => clock.kind)).toEqual([
      'first_response',
      'next_response',
    ]);
  });

  it('gets a clock for words that come while an answer to the earlier ones is on its way', async () => {
    const town = new MemoryTown();
    const { id, number } = await town.receive();
    const action = { staffId: fakeStaffId, number, idempotencyKey: null };
    const reply = { text: 'We come today.', seenUpTo: null, holdSeconds: 60 };
    await replyToRequest(town.staffPorts, action, reply);
    town.clock.advance(MINUTE);
    await town.receive({ text: 'It is sparking now!' });
    await town.receive({ text: 'Hello?' });
    expect(town.database.clocks.all().map((clock) => clock.kind)).toEqual([
      'first_response',
      'next_response',
    ]);
    expect(town.request(id).awaitsReply).toBe(true);
  });

  it('gets a next-response clock when none runs, once for a burst', async () => {
    const town = new MemoryTown();
    const { id } = await town.receive();
    town.database.requests.update(id, { nextDeadlineAt: null, awaitsReply: false });
    town.clock.advance(MINUTE);
    await town.accept(fakeMessage({ text: 'and' }), fakeMessage({ text: 'also' }));
    await town.register();
    expect(town.database.clocks.all()).toHaveLength(2);
    expect(town.request(id).expectedAt).toBe(town.database.clocks.all()[1]?.dueAt);
  });

  it('leaves its conversation to the next one after seven idle days', async () => {
    const town = new MemoryTown();
    const first = await town.receive();
    town.clock.advance(7 * DAY);
    const second = await town.receive({ text: 'A pothole' });
    expect(town.request(first.id).conversationKey).toBeNull();
    expect(second.conversationKey).not.toBeNull();
    expect((await town.receive({ text: 'Still there' })).id).toBe(second.id);
  });

  it('keeps its conversation when a forged sender writes', async () => {
    const town = new MemoryTown();
    const real = await town.receive();
    const forged = await town.receive({ text: 'close it', sender: { authentic: false } });
    expect(forged.id).not.toBe(real.id);
    expect(forged).toMatchObject({ unverifiedSender: true, conversationKey: null });
    expect((await town.receive({ text: 'me again' })).id).toBe(real.id);
    expect(town.database.outbox.size).toBe(1);
  });

  it('is one for every message on a channel that keeps them apart', async () => {
    const town = new MemoryTown(new FakeAccounts(separate));
    await town.accept(fakeMessage({ text: 'one' }), fakeMessage({ text: 'two' }));
    await town.register();
    expect(town.database.requests.size).toBe(2);
    expect(town.database.contacts.size).toBe(1);
  });

  it('is found by an answer to a message of the same batch', async () => {
    const town = new MemoryTown(new FakeAccounts(separate));
    const answer = { evidence: { signedReferences: [], repliesTo: ['<mail-1>'] } };
    await town.accept(
      fakeMessage({ text: 'one', externalId: '<mail-1>' }),
      fakeMessage({ text: 'two', ...answer }),
      fakeMessage({ text: 'copied', ...answer, sender: { address: '+12025550166' } }),
    );
    await town.register();
    expect(outcomesOf(town)).toEqual(['created', 'joined', 'created']);
    const [, strangers] = town.database.requests.all();
    expect(town.database.links.all()).toMatchObject([
      { requestId: strangers?.id, reason: 'answered-message' },
    ]);
  });

  it('takes a message with a signed link from the participant it was made for, and from nobody else', async () => {
    const town = new MemoryTown();
    const request = await town.receive();
    const identityKey = town.database.envelopes.all()[0]?.identityKey;
    if (identityKey === undefined) throw new Error('nothing was stored');
    const token = town.links.issue({ requestId: request.id, identityKey }, town.clock.now());
    const evidence = { signedReferences: ['forged', token], repliesTo: [] };
    town.clock.advance(20 * DAY);
    expect((await town.receive({ evidence, text: 'more' })).id).toBe(request.id);
    const elsewhere = await town.receive({ evidence, sender: { address: '+12025550155' } });
    expect(elsewhere.id).not.toBe(request.id);
    town.clock.advance(11 * DAY);
    expect((await town.receive({ evidence, text: 'too late' })).id).not.toBe(request.id);
  });
});
