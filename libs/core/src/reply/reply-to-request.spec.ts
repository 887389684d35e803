import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeCapabilities,
} from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { StoreUnavailable } from '../error/store-errors.js';
import type { MessageId, StaffId } from '../identity/ids.js';
import { addMilliseconds } from '../time/instant.js';
import { addNote } from './add-note.js';
import { type Reply, replyToRequest } from './reply-to-request.js';
import type { StaffAction } from './staff-action.js';

const answer: Reply = { text: 'A crew comes tomorrow.', seenUpTo: null, holdSeconds: 0 };

async function asked() {
  const town = new MemoryTown();
  const request = await town.receive();
  const action: StaffAction = {
    staffId: fakeStaffId,
    number: request.number,
    idempotencyKey: null,
  };
  const reply = (changes: Partial<Reply> = {}, as: Partial<StaffAction> = {}) =>
    replyToRequest(town.staffPorts, { ...action, ...as }, { ...answer, ...changes });
  const outgoing = () => town.database.outbox.all().filter(({ kind }) => kind === 'reply');
  return { town, request, action, reply, outgoing };
}

describe('a reply', () => {
  it('is one message and one intent to send it, on the channel the citizen used', async () => {
    const { town, request, reply, outgoing } = await asked();
    const result = await reply({ text: '  A crew\r\ncomes.\u0000 ' });
    expect(result).toMatchObject({ ok: true, value: { entryId: outgoing()[0]?.id } });
    expect(outgoing()).toMatchObject([
      {
        requestId: request.id,
        body: 'A crew\ncomes.',
        channelRef: request.channelRef,
        channelAccountId: fakeAccountId,
        requestNumber: request.number,
        staffId: fakeStaffId,
        state: 'waiting',
        dueAt: town.clock.now(),
      },
    ]);
    expect(town.database.messages.all().at(-1)).toMatchObject({
      direction: 'outbound',
      staffId: fakeStaffId,
      contactPointId: null,
      text: 'A crew\ncomes.',
    });
    expect(town.database.audit.all().at(-1)).toMatchObject({ action: 'request.replied' });
    expect([town.rings, town.request(request.id).messageCount]).toEqual([1, 2]);
  });

  it('can be held, so that it may still be withdrawn', async () => {
    const { town, reply, outgoing } = await asked();
    await reply({ holdSeconds: 30 });
    expect(outgoing()[0]?.dueAt).toBe(addMilliseconds(town.clock.now(), 30_000));
  });

  it('to a number that was never given out is refused', async () => {
    const { town, reply } = await asked();
    expect(await reply({}, { number: 'FM26-000009-0' })).toMatchObject({
      ok: false,
      problem: { code: 'not-found' },
    });
    expect(town.rings).toBe(0);
  });

  it.each(['', '   ', '\u0000\r\n'])('without words is refused: %j', async (text) => {
    const { reply, outgoing } = await asked();
    expect(await reply({ text })).toMatchObject({
      ok: false,
      problem: { code: 'invalid-input', faults: [{ field: 'text' }] },
    });
    expect(outgoing()).toEqual([]);
  });

  it('longer than its channel takes is refused, counted in the unit of the channel', async () => {
    const { town, reply, outgoing } = await asked();
    const textLimit = { max: 10, unit: 'utf8-bytes' } as const;
    town.accounts.put(fakeAccount({ capabilities: { ...fakeCapabilities, textLimit } }));
    expect(await reply({ text: 'ñandúñandú' })).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'text', message: expect.stringContaining('14 utf8-bytes') }] },
    });
    expect(await reply({ text: 'ñandúñan' })).toMatchObject({ ok: false });
    expect(await reply({ text: 'ñandú' })).toMatchObject({ ok: true });
    expect(outgoing()).toHaveLength(1);
  });

  it('on a channel that cannot be used is refused', async () => {
    const { town, reply } = await asked();
    town.accounts.broken.add(fakeAccountId);
    expect(await reply()).toMatchObject({ ok: false, problem: { code: 'conflict' } });
  });

  it('leaves nothing behind when the database fails in the middle', async () => {
    const { town, reply, outgoing } = await asked();
    town.database.onStatement = (statement) => {
      if (statement === 'insertAudit') throw new StoreUnavailable('gone');
    };
    await expect(reply({}, { idempotencyKey: 'k' })).rejects.toThrow(StoreUnavailable);
    expect([outgoing().length, town.database.messages.size, town.rings]).toEqual([0, 1, 0]);
    expect(town.database.answers.size).toBe(0);
  });
});

describe('a reply to messages that were not read', () => {
  it('is refused with the one to read up to, and taken when that was read', async () => {
    const { town, reply, outgoing } = await asked();
    const read = town.database.messages.all().at(-1)?.id ?? null;
    town.clock.advance(1_000);
    await town.receive({ text: 'Now it is dangerous!' });
    const newest = town.database.messages.all().at(-1)?.id ?? null;
    const refused = await reply({ seenUpTo: read });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'unseen-messages' } });
    expect(JSON.stringify(refused)).toContain(String(newest));
    expect(outgoing()).toEqual([]);
    expect(await reply({ seenUpTo: newest })).toMatchObject({ ok: true });
  });

  it('is taken when the newest message read is a note or a reply of ours', async () => {
    const { town, action, reply } = await asked();
    town.clock.advance(1_000);
    const noted = await addNote(town.staffPorts, action, 'Crew 4 knows the place');
    const seenUpTo: MessageId | null = noted.ok ? noted.value.messageId : null;
    expect(await reply({ seenUpTo })).toMatchObject({ ok: true });
  });
});

describe('a repeated reply', () => {
  it('under the same key happens once and gets the same answer', async () => {
    const { reply, outgoing } = await asked();
    const first = await reply({}, { idempotencyKey: 'key-1' });
    expect(await reply({}, { idempotencyKey: 'key-1' })).toEqual(first);
    expect(outgoing()).toHaveLength(1);
  });

  it('under the same key with other words is refused', async () => {
    const { reply, outgoing } = await asked();
    await reply({}, { idempotencyKey: 'key-1' });
    for (const changes of [{ text: 'Other words' }, { holdSeconds: 5 }]) {
      expect(await reply(changes, { idempotencyKey: 'key-1' })).toMatchObject({
        ok: false,
        problem: { code: 'idempotency-key-reused' },
      });
    }
    expect(outgoing()).toHaveLength(1);
  });

  it('of another person, under another key or without one is another reply', async () => {
    const { reply, outgoing } = await asked();
    await reply({}, { idempotencyKey: 'key-1' });
    await reply({}, { idempotencyKey: 'key-1', staffId: 'other' as StaffId });
    await reply({}, { idempotencyKey: 'key-2' });
    await reply();
    expect(outgoing()).toHaveLength(4);
  });

  it('is free to succeed after a refusal under the same key', async () => {
    const { town, reply } = await asked();
    town.accounts.broken.add(fakeAccountId);
    expect(await reply({}, { idempotencyKey: 'key-1' })).toMatchObject({ ok: false });
    town.accounts.broken.clear();
    expect(await reply({}, { idempotencyKey: 'key-1' })).toMatchObject({ ok: true });
  });
});

describe('a note', () => {
  it('is kept for colleagues and never sent', async () => {
    const { town, action, request, outgoing } = await asked();
    const result = await addNote(town.staffPorts, action, ' Key is with Mr. Poe ');
    expect(result).toMatchObject({ ok: true });
    expect(town.database.messages.all().at(-1)).toMatchObject({
      direction: 'note',
      text: 'Key is with Mr. Poe',
      channelRef: null,
    });
    expect(town.database.audit.all().at(-1)).toMatchObject({ action: 'request.noted' });
    expect([outgoing().length, town.rings]).toEqual([0, 0]);
    expect(town.request(request.id).status).toBe('new');
  });

  it('without words is refused', async () => {
    const { town, action } = await asked();
    expect(await addNote(town.staffPorts, action, ' \n')).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'text' }] },
    });
  });
});
