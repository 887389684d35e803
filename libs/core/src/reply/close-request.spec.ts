import { describe, expect, it } from '@jest/globals';

import { fakeAccount, fakeCapabilities } from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { PromisedTown } from '../../../../test/support/promised-town.js';
import { closeReasonCodes, closeReasons } from '../request/status.js';
import { DAY } from '../time/instant.js';
import { closeRequest, type Closing } from './close-request.js';

const done: Closing = { reason: 'work_done', sentence: 'The lamp was replaced.' };

async function asked() {
  const town = new MemoryTown();
  const request = await town.receive();
  const action = { staffId: fakeStaffId, number: request.number, idempotencyKey: 'key-1' };
  const close = (closing: Partial<Closing> = {}, idempotencyKey: string | null = 'key-1') =>
    closeRequest(town.staffPorts, { ...action, idempotencyKey }, { ...done, ...closing });
  return { town, request, close };
}

describe('closing a request', () => {
  it.each(closeReasonCodes)(
    'for the reason %s sends its sentence and leaves the stream',
    async (reason) => {
      const { town, request, close } = await asked();
      const status = closeReasons[reason];
      expect(await close({ reason })).toMatchObject({ ok: true, value: { status } });
      expect(town.request(request.id)).toMatchObject({
        status,
        closeReason: reason,
        closeSentence: done.sentence,
        closedAt: town.clock.now(),
        streamKey: null,
      });
      expect(town.database.outbox.all().at(-1)).toMatchObject({
        kind: 'reply',
        body: done.sentence,
        staffId: fakeStaffId,
        dueAt: town.clock.now(),
      });
      expect(town.database.audit.all().at(-1)).toMatchObject({
        action: 'request.closed',
        detail: { reason },
      });
      expect(town.rings).toBe(1);
    },
  );

  it('needs a sentence', async () => {
    const { town, request, close } = await asked();
    expect(await close({ sentence: ' \u0000 ' })).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'sentence' }] },
    });
    expect(town.request(request.id).status).toBe('new');
  });

  it('needs a sentence that its channel takes', async () => {
    const { town, request, close } = await asked();
    const textLimit = { max: 5, unit: 'characters' } as const;
    town.accounts.put(fakeAccount({ capabilities: { ...fakeCapabilities, textLimit } }));
    expect(await close()).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'sentence' }] },
    });
    expect(town.request(request.id).status).toBe('new');
  });

  it('happens once: repeated under its key it answers the same, under another it is refused', async () => {
    const { town, close } = await asked();
    const first = await close();
    expect(await close()).toEqual(first);
    expect(await close({}, 'key-2')).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    expect(town.database.outbox.all().filter(({ kind }) => kind === 'reply')).toHaveLength(1);
  });

  it('can be done again after the citizen reopened it', async () => {
    const { town, request, close } = await asked();
    await close();
    await town.receive({ text: 'It went out again' });
    expect(town.request(request.id).status).toBe('reopened');
    expect(await close({}, 'key-2')).toMatchObject({ ok: true });
  });
});

describe('closing and the promise of a solution', () => {
  it('keeps it at the instant of closing', async () => {
    const made = await PromisedTown.found();
    await made.close();
    const metAt = made.town.clock.now();
    expect(made.clock('resolution')).toMatchObject({ state: 'met', metAt, breachedAt: null });
    expect(made.clock('first_response').state).toBe('running');
    expect(made.request).toMatchObject({ streamKey: null, breachReason: null });
    expect(made.request.nextDeadlineAt).toBe(made.clock('first_response').dueAt);
  });

  it('ends it unfulfilled when nothing was done', async () => {
    const made = await PromisedTown.found();
    await made.close({ reason: 'not_found' });
    const endedAt = made.town.clock.now();
    expect(made.clock('resolution')).toMatchObject({ state: 'ended', endedAt, metAt: null });
  });

  it.each(['work_done', 'no_answer'] as const)(
    'closes one that waits for the citizen: %s',
    async (reason) => {
      const made = await PromisedTown.found();
      await made.reply('Which lane is it?', true);
      await made.send();
      made.town.clock.advance(30 * DAY);
      expect(await made.close({ reason })).toMatchObject({ ok: true });
      const closed = reason === 'work_done' ? 'met' : 'ended';
      expect(made.clock('resolution')).toMatchObject({ state: closed, breachedAt: null });
      expect(made.request.nextDeadlineAt).toBeNull();
    },
  );

  it('wants to know why a promise was not kept, noticed or not', async () => {
    const made = await PromisedTown.found();
    made.town.clock.advance(30 * DAY);
    expect(await made.close()).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'breachReason', message: expect.stringMatching(/storm/) }] },
    });
    expect(made.request.status).toBe('new');
    expect(await made.close({ breachReason: 'storm' })).toMatchObject({ ok: true });
    expect(made.request).toMatchObject({ status: 'resolved', breachReason: 'storm' });
    const { dueAt } = made.clock('resolution');
    expect(made.clock('resolution')).toMatchObject({ state: 'met', breachedAt: dueAt });
    expect(made.town.database.audit.all().at(-1)).toMatchObject({
      detail: { reason: 'work_done', breachReason: 'storm' },
    });
  });

  it('keeps no such reason where every promise was kept', async () => {
    const made = await PromisedTown.found();
    await made.close({ breachReason: 'storm' });
    expect(made.request.breachReason).toBeNull();
  });

  it('forgets the reason with the closing when the request opens again', async () => {
    const made = await PromisedTown.found();
    made.town.clock.advance(30 * DAY);
    await made.close({ breachReason: 'overlooked' });
    await made.write({ text: 'It is back.' });
    expect(made.request).toMatchObject({ status: 'reopened', breachReason: null });
  });
});
