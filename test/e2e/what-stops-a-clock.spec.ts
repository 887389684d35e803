import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { requestDetail } from '../../apps/api/src/staff/answers.js';
import { RunningTown } from '../support/running-town.js';
import { Citizen, numberIn, StaffClient, until } from '../support/town-client.js';

describe('What stops a clock', () => {
  let town: RunningTown;
  let staff: StaffClient;
  let citizen: Citizen;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
    citizen = new Citizen(town);
  });
  afterAll(() => town.remove());

  const report = async (text: string) => {
    const { path, page } = await citizen.report({ text, serviceCode: 'ST-POT' });
    return { number: numberIn(page), path: path.split('?')[0] ?? '' };
  };
  const detailOf = async (number: string) =>
    requestDetail.parse((await staff.call('GET', `/requests/${number}`)).body);
  const clocksOf = async (number: string) =>
    (await detailOf(number)).clocks.map(({ kind, state }) => `${kind} ${state}`).sort();
  const becomes = (number: string, status: string) =>
    until(
      () => detailOf(number),
      (detail) => detail.status === status,
    );

  it('a question waits for the citizen, their answer goes on, closing keeps the promise', async () => {
    const { number, path } = await report('A pothole on Mill Road.');
    expect(await clocksOf(number)).toEqual(['first_response running', 'resolution running']);
    await staff.reply(number, { text: 'Which lane is it?', asksCitizen: true });
    const waiting = await becomes(number, 'waiting_citizen');
    expect(waiting.nextDeadlineAt).toBeNull();
    expect(await clocksOf(number)).toEqual(['first_response met', 'resolution paused']);
    await citizen.post(path, { text: 'The left one.' });
    await becomes(number, 'in_progress');
    expect(await clocksOf(number)).toEqual([
      'first_response met',
      'next_response running',
      'resolution running',
    ]);
    const closing = { reason: 'work_done', sentence: 'The hole is filled.' };
    expect(await staff.call('POST', `/requests/${number}/close`, closing)).toMatchObject({
      status: 200,
    });
    await until(
      () => clocksOf(number),
      (clocks) => clocks.every((clock) => clock.endsWith(' met')),
    );
    expect((await staff.call('GET', '/ledger')).body).toMatchObject({ clean: true });
  });

  it('a call answers when somebody was spoken to, and stays among colleagues', async () => {
    const { number, path } = await report('A pothole on Elm Street.');
    const call = (body: object) => staff.call('POST', `/requests/${number}/calls`, body);
    const text = 'Told her when the crew comes.';
    expect(await call({ outcome: 'voicemail', text })).toMatchObject({
      status: 201,
      body: { met: 0 },
    });
    expect(await clocksOf(number)).toContain('first_response running');
    expect(await call({ outcome: 'shouted', text })).toMatchObject({ status: 400 });
    expect(await call({ outcome: 'spoken', spokeTo: 'Ana', text })).toMatchObject({
      status: 201,
      body: { met: 1 },
    });
    expect(await clocksOf(number)).toContain('first_response met');
    const calls = (await detailOf(number)).timeline.filter(({ direction }) => direction === 'call');
    expect(calls.map((item) => item.text)).toEqual([
      `Call, voicemail left: ${text}`,
      `Call (Ana): ${text}`,
    ]);
    expect((await citizen.get(path)).body).not.toContain('crew comes');
    expect((await staff.call('GET', '/ledger')).body).toMatchObject({ clean: true });
  });
});
