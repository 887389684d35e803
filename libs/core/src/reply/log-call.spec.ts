import { describe, expect, it } from '@jest/globals';

import { PromisedTown } from '../../../../test/support/promised-town.js';
import { addMilliseconds, DAY, HOUR, MINUTE } from '../time/instant.js';

describe('a logged call', () => {
  it('is a line of the timeline, and the answer to whoever was spoken to', async () => {
    const made = await PromisedTown.found();
    made.town.clock.advance(HOUR);
    const at = made.town.clock.now();
    expect(await made.call({ spokeTo: 'Ana Ruiz' })).toMatchObject({ ok: true, value: { met: 1 } });
    expect(made.clock('first_response')).toMatchObject({ state: 'met', metAt: at });
    expect(made.clock('resolution').state).toBe('running');
    expect(made.request).toMatchObject({
      ...{ awaitsReply: false, messageCount: 2, lastMessageAt: at },
      nextDeadlineAt: made.clock('resolution').dueAt,
    });
    expect(made.town.database.messages.all().at(-1)).toMatchObject({
      direction: 'call',
      text: 'Call (Ana Ruiz): Told them when the crew comes.',
    });
    expect(made.town.database.audit.all().at(-1)).toMatchObject({
      action: 'request.called',
      detail: { outcome: 'spoken' },
    });
    expect(made.town.database.outbox.size).toBe(0);
  });

  it.each(['voicemail', 'no_answer'] as const)(
    'that ended in %s answers nobody',
    async (outcome) => {
      const made = await PromisedTown.found();
      made.town.clock.advance(HOUR);
      expect(await made.call({ outcome })).toMatchObject({ ok: true, value: { met: 0 } });
      expect(made.clock('first_response').state).toBe('running');
      expect(made.request).toMatchObject({ awaitsReply: true, messageCount: 2 });
    },
  );

  it('counts at its own time: a breach that was recorded before it was logged is annulled', async () => {
    const made = await PromisedTown.found();
    const { dueAt, id } = made.clock('first_response');
    made.town.database.clocks.update(id, { breachedAt: dueAt, noticedLevel: 100 });
    made.town.clock.advance(2 * DAY);
    const at = addMilliseconds(dueAt, -MINUTE);
    await made.call({ at });
    expect(made.clock('first_response')).toMatchObject({
      state: 'met',
      metAt: at,
      breachedAt: null,
    });
    expect(made.ledgerOf('first_response')).toEqual(['running', 'met', 'annulled']);
  });

  it('has not answered what came after it', async () => {
    const made = await PromisedTown.found();
    const at = addMilliseconds(made.town.clock.now(), MINUTE);
    made.town.clock.advance(HOUR);
    await made.write({ text: 'And another thing.' });
    const written = made.town.clock.now();
    made.town.clock.advance(HOUR);
    await made.call({ at });
    expect(made.clock('first_response').state).toBe('met');
    expect(made.clock('next_response')).toMatchObject({ state: 'running', startedAt: written });
    expect(made.request.awaitsReply).toBe(true);
    expect(made.request.nextDeadlineAt).toBe(made.clock('next_response').dueAt);
  });

  it('meets no promise that began after it', async () => {
    const made = await PromisedTown.found();
    await made.reply('A crew comes.');
    await made.send();
    const at = addMilliseconds(made.town.clock.now(), MINUTE);
    made.town.clock.advance(HOUR);
    await made.write({ text: 'It did not come.' });
    expect(await made.call({ at })).toMatchObject({ ok: true, value: { met: 0 } });
    expect(made.clock('next_response').state).toBe('running');
    expect(made.request.awaitsReply).toBe(true);
  });

  it('lies between the request and now, and says something', async () => {
    const made = await PromisedTown.found();
    const now = made.town.clock.now();
    const refusal = async (call: Parameters<typeof made.call>[0]) => {
      const result = await made.call(call);
      return result.ok ? [] : result.problem.faults?.map(({ field }) => field);
    };
    expect(await refusal({ at: addMilliseconds(now, 1) })).toEqual(['at']);
    expect(await refusal({ at: addMilliseconds(now, -DAY) })).toEqual(['at']);
    expect(await refusal({ text: ' ' })).toEqual(['text']);
    expect(made.request.messageCount).toBe(1);
  });
});
