import { describe, expect, it } from '@jest/globals';

import { PromisedTown } from '../../../../test/support/promised-town.js';
import { HOUR } from '../time/instant.js';

describe('a question to the citizen', () => {
  it('lets the request wait from when the provider took it, where nothing more is told', async () => {
    const made = await PromisedTown.found();
    made.town.clock.advance(HOUR);
    await made.reply('Which lane is it?', true);
    expect(made.request.status).toBe('new');
    await made.send();
    const asked = made.town.clock.now();
    expect(made.request.status).toBe('waiting_citizen');
    expect(made.clock('resolution')).toMatchObject({ state: 'paused', pausedAt: asked });
    expect(made.clock('first_response').state).toBe('met');
    expect(made.request.nextDeadlineAt).toBeNull();
  });

  it('is waited for from its receipt, where the channel gives one', async () => {
    const made = await PromisedTown.found('delivered');
    await made.reply('Which lane is it?', true);
    const [providerId = ''] = await made.send();
    expect(made.clock('resolution').state).toBe('running');
    expect(made.clock('first_response').state).toBe('met');
    made.town.clock.advance(HOUR);
    await made.hear(providerId, 'delivered');
    expect(made.request.status).toBe('waiting_citizen');
    const pausedAt = made.town.clock.now();
    expect(made.clock('resolution')).toMatchObject({ state: 'paused', pausedAt });
    await made.hear(providerId, 'read');
    expect(made.ledgerOf('resolution')).toEqual(['running', 'paused']);
  });

  it('is waited for no longer when the citizen answers, and the pause is given back', async () => {
    const made = await PromisedTown.found();
    const dueAt = made.clock('resolution').dueAt;
    await made.reply('Which lane is it?', true);
    await made.send();
    made.town.clock.advance(2 * HOUR);
    await made.write({ text: 'The left one.' });
    expect(made.request.status).toBe('in_progress');
    expect(made.clock('resolution')).toMatchObject({ state: 'running', dueAt: dueAt + 2 * HOUR });
    expect(made.clock('next_response').state).toBe('running');
    expect(made.request.nextDeadlineAt).toBe(made.clock('next_response').dueAt);
  });

  it('is not answered by a machine', async () => {
    const made = await PromisedTown.found();
    await made.reply('Which lane is it?', true);
    await made.send();
    await made.write({ text: 'I am on holiday.', automatic: true });
    expect(made.request.status).toBe('waiting_citizen');
    expect(made.clock('resolution').state).toBe('paused');
  });

  it('is not waited for when the citizen wrote before it arrived', async () => {
    const made = await PromisedTown.found('delivered');
    await made.reply('Which lane is it?', true);
    const [providerId = ''] = await made.send();
    made.town.clock.advance(HOUR);
    const receipt = { kind: 'receipt', providerId, status: 'delivered', occurredAt: null } as const;
    await made.hearWith(receipt, { text: 'By the way, it is the left lane.' });
    expect(made.request.status).toBe('new');
    expect(made.ledgerOf('resolution')).toEqual(['running']);
  });

  it('that came back never paused anything', async () => {
    const made = await PromisedTown.found();
    const before = made.clock('resolution');
    await made.reply('Which lane is it?', true);
    const [providerId = ''] = await made.send();
    made.town.clock.advance(3 * HOUR);
    await made.hear(providerId, 'failed');
    expect(made.request).toMatchObject({ status: 'in_progress', awaitsReply: true });
    expect(made.clock('resolution')).toMatchObject({ state: 'running', dueAt: before.dueAt });
    expect(made.clock('first_response').state).toBe('running');
    expect(made.request.nextDeadlineAt).toBe(made.clock('first_response').dueAt);
    await made.hear(providerId, 'failed');
    expect(made.ledgerOf('resolution')).toEqual(['running', 'paused', 'running']);
  });

  it('pauses no legal duty and no answer', async () => {
    const made = await PromisedTown.found();
    const { database } = made.town;
    const duty = made.clock('resolution');
    database.clocks.update(duty.id, { kind: 'duty' });
    await made.reply('Which lane is it?', true);
    await made.send();
    expect(made.clock('duty').state).toBe('running');
    expect(made.request).toMatchObject({ status: 'waiting_citizen', nextDeadlineAt: duty.dueAt });
  });

  it('on a closed request waits for nobody', async () => {
    const made = await PromisedTown.found();
    await made.close();
    await made.reply('Is it well now?', true);
    await made.send();
    expect(made.request.status).toBe('resolved');
  });

  it('costs no statement while nobody waits', async () => {
    const made = await PromisedTown.found();
    const statements: string[] = [];
    made.town.database.onStatement = (statement) => void statements.push(statement);
    await made.write({ text: 'And it grows.' });
    expect(statements).not.toContain('findPausedClocks');
    expect(statements).not.toContain('updateClocks');
    expect(statements).not.toContain('awaitCitizens');
  });
});
