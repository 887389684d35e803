import { describe, expect, it } from '@jest/globals';

import { runOffline } from '../../../../test/support/offline-command.js';
import type { DueAnswer } from '../sla/due-answer.js';
import { slaCalendarCommands } from './sla-calendar.js';
import { slaDueCommand } from './sla-due.js';

const friday = '2026-09-04T22:00:00Z';
const nightShift = JSON.stringify({
  zone: 'America/New_York',
  week: { fri: '20:00-02:00' },
  businessDay: 'PT6H',
});

describe('one business day in the calendar of a first start', () => {
  it.each([
    ['Monday 10:00', 'Tuesday 10:00', '2026-11-16T10:00-05:00', '2026-11-17T10:00:00.000-05:00'],
    ['Friday 6 pm before Labor Day', 'Tuesday 6 pm', friday, '2026-09-08T18:00:00.000-04:00'],
    ['Friday 18:00', 'Monday 18:00', '2026-11-13T18:00-05:00', '2026-11-16T18:00:00.000-05:00'],
    ['Saturday 12:00', 'Monday 19:00', '2026-11-14T12:00-05:00', '2026-11-16T19:00:00.000-05:00'],
    [
      'Thursday 19:00:00',
      'Friday 19:00',
      '2026-11-12T19:00-05:00',
      '2026-11-13T19:00:00.000-05:00',
    ],
    ['Monday 06:59', 'Monday 19:00', '2026-11-16T06:59-05:00', '2026-11-16T19:00:00.000-05:00'],
    [
      'the eve of Veterans Day 13:00',
      'Thursday 13:00',
      '2026-11-10T13:00-05:00',
      '2026-11-12T13:00:00.000-05:00',
    ],
    [
      'Friday 18:00 before summer time',
      'Monday 18:00',
      '2026-03-06T18:00-05:00',
      '2026-03-09T18:00:00.000-04:00',
    ],
    [
      'Friday 18:00 before winter time',
      'Monday 18:00',
      '2026-10-30T18:00-04:00',
      '2026-11-02T18:00:00.000-05:00',
    ],
  ])('received %s is due %s', async (_when, _due, received, dueLocal) => {
    expect(await answerTo(['--received', received])).toMatchObject({ received, dueLocal });
  });
});

describe('a due time for programs', () => {
  it('has the openings on the way, and nothing that is not documented', async () => {
    expect(await answerTo(['--received', friday])).toEqual({
      received: friday,
      due: '2026-09-08T22:00:00.000Z',
      dueLocal: '2026-09-08T18:00:00.000-04:00',
      segments: [
        {
          from: '2026-09-04T22:00:00.000Z',
          to: '2026-09-04T23:00:00.000Z',
          operatingMs: 3_600_000,
        },
        {
          from: '2026-09-08T11:00:00.000Z',
          to: '2026-09-08T22:00:00.000Z',
          operatingMs: 39_600_000,
        },
      ],
    });
  });

  it('has one stretch with the opening time in it when the promise passes day and night', async () => {
    const answer = await answerTo(['--received', friday, '--target', '24 hours']);
    expect(answer).toMatchObject({
      segments: [
        {
          from: '2026-09-04T22:00:00.000Z',
          to: '2026-09-05T22:00:00.000Z',
          operatingMs: 3_600_000,
        },
      ],
    });
  });

  it('is counted in the calendar of a file, and in the default one by its name', async () => {
    const inFile = ['--received', friday, '--calendar', 'night.json'];
    expect(await answerTo(inFile)).toMatchObject({ dueLocal: '2026-09-05T02:00:00.000-04:00' });
    const named = await answerTo(['--received', friday, '--calendar', 'default']);
    expect(named).toEqual(await answerTo(['--received', friday]));
  });

  it('is the same in a calendar that was shown and read again', async () => {
    const show = ['sla', 'calendar', 'show', 'default', '--json'];
    const { output } = await runOffline(slaCalendarCommands, show);
    const given = ['--received', friday, '--target', '40 business days'];
    const again = await answerTo([...given, '--calendar', 'shown.json'], { 'shown.json': output });
    expect(again).toEqual(await answerTo(given));
  });
});

it('tells people when, how it was counted, and which holiday lies between', async () => {
  const { output, errors, exitCode } = await due(['--received', friday]);
  expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
  expect(output).toContain('Received Friday 4 September 2026, 18:00:00 EDT');
  expect(output).toContain('Due      Tuesday 8 September 2026, 18:00:00 EDT');
  expect(output).toContain('Monday 7 September is a holiday: Labor Day.');
});

describe('a file of instants', () => {
  it('is answered line by line, empty ones passed over', async () => {
    const content = `${friday}\r\n\n  2026-09-04T18:00:00-04:00 \n`;
    const ended = await due(['--received-file', 'in.txt', '--json'], { 'in.txt': content });
    expect(ended).toMatchObject({ exitCode: 0, output: '', errors: '' });
    const expected = { due: '2026-09-08T22:00:00.000Z', dueLocal: '2026-09-08T18:00:00.000-04:00' };
    expect(ended.printed.map((line) => JSON.parse(line) as DueAnswer)).toEqual([
      { received: friday, ...expected },
      { received: '2026-09-04T18:00:00-04:00', ...expected },
    ]);
  });

  it('with bad lines is answered as far as it is good, and the bad are named', async () => {
    const content = `${friday}\nsoon\n2026-09-04T22:00:00\n`;
    const ended = await due(['--received-file', 'in.txt'], { 'in.txt': content });
    expect(ended.exitCode).toBe(1);
    expect(ended.printed).toEqual([`${friday}  2026-09-08T18:00:00.000-04:00`]);
    expect(ended.errors).toMatch(/line 2: 'soon' is no instant/);
    expect(ended.errors).toMatch(/line 3: .* has no offset/);
  });

  it('with very many bad lines names the first and counts the others', async () => {
    const ended = await due(['--received-file', 'in.txt'], { 'in.txt': 'soon\n'.repeat(50) });
    expect(ended.errors).toContain('line 20: ');
    expect(ended.errors).not.toContain('line 21: ');
    expect(ended.errors).toContain('30 more lines are no instants');
  });
});

describe('the command line', () => {
  it.each([
    ['neither an instant nor a file', [], '--received: is wanted'],
    ['both', ['--received', friday, '--received-file', 'in.txt'], 'one of them'],
    ['an instant without offset', ['--received', '2026-09-04T22:00:00'], 'has no offset'],
    ['a word', ['--received', 'tomorrow'], "--received: 'tomorrow' is no instant"],
    [
      'a negative target',
      ['--received', friday, '--target', '-1 business day'],
      'give more than 0',
    ],
    ['a target below nothing', ['--received', friday, '--target=-1h'], "--target: '-1h' is not"],
    ['a target without unit', ['--received', friday, '--target', '12'], '--target: '],
    ['an option that is not known', ['--received', friday, '--zone', 'UTC'], '--zone'],
  ])('with %s is wrong use', async (_what, given, errors) => {
    const ended = await due(given);
    expect(ended).toMatchObject({ exitCode: 2, output: '' });
    expect(ended.errors).toContain(errors);
  });

  it.each([
    ['a calendar that is neither name nor file', ['--calendar', 'water'], 'The calendar water'],
    ['a calendar that is no JSON', ['--calendar', 'words.txt'], 'words.txt is not JSON'],
    ['a calendar in a zone that is none', ['--calendar', 'zone.json'], 'zone: '],
  ])('with %s is refused', async (_what, given, errors) => {
    const files = {
      'words.txt': 'seven to seven',
      'zone.json': '{"zone": "America/Fairmill", "week": {"mon": "07:00-19:00"}}',
    };
    const ended = await due(['--received', friday, ...given], files);
    expect(ended).toMatchObject({ exitCode: 1, output: '' });
    expect(ended.errors).toContain(errors);
  });

  it('with a file that cannot be read is refused before anything is answered', async () => {
    const ended = await due(['--received-file', 'missing.txt']);
    expect(ended).toMatchObject({ exitCode: 1, output: '', printed: [] });
    expect(ended.errors).toContain('missing.txt');
  });
});

function due(given: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const all = { 'night.json': nightShift, ...files };
  return runOffline([slaDueCommand], ['sla', 'due', ...given], { files: all });
}

async function answerTo(
  given: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { output, errors } = await due([...given, '--json'], files);
  expect(errors).toBe('');
  return JSON.parse(output);
}
