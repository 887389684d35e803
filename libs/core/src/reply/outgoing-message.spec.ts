import { describe, expect, it } from '@jest/globals';

import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { type OutboxState, outboxState } from '../delivery/outbox.js';
import type { OutboxEntryId } from '../identity/ids.js';
import { resendMessage, withdrawMessage } from './outgoing-message.js';
import { replyToRequest } from './reply-to-request.js';

const states = Object.keys(outboxState) as OutboxState[];

async function answered(state: OutboxState) {
  const town = new MemoryTown();
  const { number } = await town.receive();
  const action = { staffId: fakeStaffId, number, idempotencyKey: null };
  const reply = { text: 'A crew comes.', seenUpTo: null, holdSeconds: 60 };
  const taken = await replyToRequest(town.staffPorts, action, reply);
  if (!taken.ok) throw new Error(taken.problem.detail);
  const { entryId, messageId } = taken.value;
  town.database.outbox.update(entryId, { state, attempts: 1, reconcileAt: town.clock.now() });
  town.rings = 0;
  const row = () => town.database.outbox.get(entryId);
  return { town, action, entryId, messageId, row };
}

describe('sending a message again', () => {
  it.each(states)('that is %s', async (state) => {
    const { town, action, entryId, messageId, row } = await answered(state);
    town.clock.advance(5_000);
    const result = await resendMessage(town.staffPorts, action, messageId);
    if (state === 'failed' || state === 'unknown') {
      expect(result).toEqual({ ok: true, value: { entryId, state: 'waiting' } });
      expect(row()).toMatchObject({ state: 'waiting', dueAt: town.clock.now(), reconcileAt: null });
      expect(town.database.audit.all().at(-1)).toMatchObject({
        action: 'message.resent',
        staffId: fakeStaffId,
        detail: { outbox: entryId, was: state },
      });
      expect(town.rings).toBe(1);
    } else {
      expect(result).toMatchObject({ ok: false, problem: { code: 'conflict' } });
      expect([row()?.state, town.rings]).toEqual([state, 0]);
    }
  });
});

describe('withdrawing a message', () => {
  it.each(states)('that is %s', async (state) => {
    const { town, action, entryId, row } = await answered(state);
    const result = await withdrawMessage(town.staffPorts, action, entryId);
    if (state === 'waiting') {
      expect(result).toEqual({ ok: true, value: { entryId, state: 'withdrawn' } });
      expect(town.database.audit.all().at(-1)).toMatchObject({ action: 'message.withdrawn' });
    } else {
      expect(result).toMatchObject({ ok: false, problem: { code: 'conflict' } });
      expect(row()?.state).toBe(state);
    }
  });
});

describe('an outgoing message', () => {
  it('is found only on its own request', async () => {
    const { town, entryId } = await answered('failed');
    const other = await town.receive({ sender: { address: '+12025550188' } });
    const action = { staffId: fakeStaffId, number: other.number, idempotencyKey: null };
    for (const id of [entryId, 'nothing' as OutboxEntryId]) {
      expect(await resendMessage(town.staffPorts, action, id)).toMatchObject({
        ok: false,
        problem: { code: 'not-found' },
      });
    }
  });

  it('is sent again once under one key', async () => {
    const { town, action, entryId, row } = await answered('unknown');
    const keyed = { ...action, idempotencyKey: 'key-1' };
    const first = await resendMessage(town.staffPorts, keyed, entryId);
    town.database.outbox.update(entryId, { state: 'failed' });
    expect(await resendMessage(town.staffPorts, keyed, entryId)).toEqual(first);
    expect(row()?.state).toBe('failed');
  });
});
