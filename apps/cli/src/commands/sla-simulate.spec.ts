import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { notFound } from '#core/error/problem';
import { refused, succeeded } from '#core/error/result';
import type { SimulationAnswer } from '#core/simulation/simulation-answer';

import type { CommandContext } from '../command/command-context.js';
import { townline } from '../townline.js';
import { slaSimulateCommand } from './sla-simulate.js';

const page = readFileSync(new URL('../../../../docs/sla.md', import.meta.url), 'utf8');
const documented = {
  'town-hall.json': blockAfter('`town-hall.json`'),
  'events.jsonl': blockAfter('`events.jsonl`'),
};

describe('the worked example of docs/sla.md', () => {
  it('prints what the page says', async () => {
    const given = ['--calendar', 'town-hall.json', '--events', 'events.jsonl'];
    const { exitCode, output } = await run(given, documented);
    expect(exitCode).toBe(0);
    expect(output.trimEnd()).toBe(blockAfter('It prints').trimEnd());
  });

  it('says the same to programs', async () => {
    const answer = await simulated(documented['events.jsonl'], ['--calendar', 'town-hall.json']);
    expect(answer.clocks.map(({ kind, state, breached }) => [kind, state, breached])).toEqual([
      ['first_response', 'running', true],
      ['resolution', 'running', false],
    ]);
    expect(answer.breaches).toEqual([
      {
        ...{ request: 'pothole', kind: 'first_response', level: 100, annulled: null },
        due: '2026-09-09T20:40:00.000Z',
        noticed: '2026-09-09T22:00:00.000Z',
        noticedLocal: '2026-09-09T18:00:00.000-04:00',
      },
    ]);
  });
});

describe('a simulation', () => {
  it('takes events as a JSON array too, in any order', async () => {
    const events = [
      { at: '2026-09-03T12:00:00-04:00', event: 'called', request: 'A' },
      { at: '2026-09-03T10:00:00-04:00', event: 'received', request: 'A' },
    ];
    const answer = await simulated(JSON.stringify(events));
    expect(answer.clocks).toMatchObject([
      { kind: 'first_response', state: 'met', met: '2026-09-03T16:00:00.000Z', breached: false },
    ]);
  });

  it('is met by an answer at the due instant, and breached one millisecond later', async () => {
    const answeredAt = async (at: string) => {
      const received = { at: '2026-09-03T10:00:00-04:00', event: 'received', request: 'A' };
      const answer = await simulated(
        JSON.stringify([received, { at, event: 'replied', request: 'A' }]),
      );
      return answer.breaches.length;
    };
    expect(await answeredAt('2026-09-04T10:00:00.000-04:00')).toBe(0);
    expect(await answeredAt('2026-09-04T10:00:00.001-04:00')).toBe(1);
  });

  it('takes a breach back when a reply turns out to have been accepted in time', async () => {
    const answer = await simulated(
      lines([
        ['2026-09-03T10:00:00-04:00', 'received'],
        ['2026-09-04T11:00:00-04:00', 'replied', { acceptedAt: '2026-09-04T09:59:00-04:00' }],
      ]),
    );
    expect(answer.clocks).toMatchObject([{ state: 'met', breached: false }]);
    expect(answer.breaches).toMatchObject([{ annulled: '2026-09-04T15:00:00.000Z' }]);
    expect(answer.escalations).toMatchObject([{ notify: ['role:supervisor'] }]);
  });

  it('starts the next response when the citizen writes again, and resolution anew when it reopens', async () => {
    const answer = await simulated(
      lines([
        ['2026-09-03T10:00:00-04:00', 'received', { service: 'ST-POT' }],
        ['2026-09-03T11:00:00-04:00', 'replied'],
        ['2026-09-03T12:00:00-04:00', 'closed'],
        ['2026-09-03T13:00:00-04:00', 'received'],
      ]),
    );
    expect(answer.clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'first_response met',
      'resolution met',
      'next_response running',
      'resolution running',
    ]);
  });

  it('meets the duty of a sewer overflow by a report to the state and by nothing else', async () => {
    const answer = await simulated(
      lines([
        ['2026-09-05T22:00:00-04:00', 'received', { service: 'WA-SEW' }],
        ['2026-09-05T22:05:00-04:00', 'replied'],
        ['2026-09-05T22:06:00-04:00', 'waiting'],
        ['2026-09-05T22:40:00-04:00', 'closed'],
        ['2026-09-06T23:00:00-04:00', 'now'],
      ]),
    );
    expect(answer.clocks).toMatchObject([
      { kind: 'first_response', state: 'met' },
      { kind: 'resolution', state: 'met', breached: false },
      { kind: 'duty', state: 'running', breached: true, due: '2026-09-07T02:00:00.000Z' },
    ]);
    const ofDuty = answer.warnings.filter(({ kind }) => kind === 'duty');
    expect(ofDuty.map(({ percent }) => percent)).toEqual([17, 50, 83, 96]);
  });

  it('is played in a policy of its own, which may count in a calendar without a name', async () => {
    const policy = {
      rules: [
        {
          name: 'Two hours',
          targets: { firstResponse: '2 business hours', nextResponse: '1 hour' },
          escalations: [{ after: '0 business minutes', notify: ['Ana'] }],
        },
      ],
    };
    const files = { 'policy.json': JSON.stringify(policy) };
    const events = lines([['2026-09-03T18:00:00-04:00', 'received']]);
    const given = ['--policy', 'policy.json', '--until', '2026-09-04T12:00:00-04:00'];
    const answer = await simulated(events, given, files);
    expect(answer.clocks).toMatchObject([{ due: '2026-09-04T12:00:00.000Z', rule: 'Two hours' }]);
    expect(answer.escalations).toMatchObject([{ notify: ['Ana'] }]);
  });

  it.each([
    ['{"at": "2026-09-03"', 'line 1: is not JSON'],
    ['\n{"at": "tomorrow", "event": "now"}', 'line 2: at: is no instant'],
    ['[{"at": "2026-09-03T10:00:00", "event": "now"}]', 'event 1: at: has no offset'],
    [lines([['2026-09-03T10:00:00Z', 'exploded']]), 'line 1: event: is not known'],
    [lines([['2026-09-03T10:00:00Z', 'replied']]), "line 1: request: 'A' was not received before"],
    [
      lines([['2026-09-03T10:00:00Z', 'received', { servise: 'ST-POT' }]]),
      'line 1: servise: is not known here',
    ],
    ['{"at": "2026-09-03T10:00:00Z", "event": "received"}', 'line 1: request: is not a text'],
    [
      '{"at": "2026-09-03T10:00:00Z", "event": "closure-declared", "name": "Snow", "date": "soon"}',
      'line 1: date: ',
    ],
    [
      '{"at": "2026-09-03T10:00:00Z", "event": "calendar-changed", "calendar": {"zone": 7}}',
      'line 1: calendar.zone: ',
    ],
    ['', 'holds no events'],
  ])('refuses %j and names line and field', async (events, expected) => {
    const { exitCode, errors } = await run(['--events', 'e'], { e: events });
    expect(exitCode).toBe(1);
    expect(errors).toContain(expected);
  });

  it('refuses a policy and a calendar that are wrong, with the field', async () => {
    const events = { e: lines([['2026-09-03T10:00:00Z', 'received']]) };
    const wrong = await run(['--events', 'e', '--policy', 'p'], { ...events, p: '{"rules": []}' });
    expect(wrong.errors).toContain('rules: is empty');
    const never = await run(['--events', 'e', '--calendar', 'c'], { ...events, c: '{"week": {}}' });
    expect(never.exitCode).toBe(1);
    expect((await run(['--events', 'e', '--until', 'noon'], events)).exitCode).toBe(2);
    expect((await run([], {})).exitCode).toBe(2);
  });
});

type Line = readonly [at: string, event: string, more?: object];

function lines(events: readonly Line[]): string {
  return events
    .map(([at, event, more]) => JSON.stringify({ at, event, ...requestOf(event), ...more }))
    .join('\n');
}

function requestOf(event: string): object {
  return event === 'now' ? {} : { request: 'A' };
}

async function simulated(
  events: string,
  given: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<SimulationAnswer> {
  const all = { ...documented, ...files, e: events };
  const { output, errors } = await run([...given, '--events', 'e', '--json'], all);
  expect(errors).toBe('');
  return JSON.parse(output) as SimulationAnswer;
}

function run(given: readonly string[], files: Readonly<Record<string, string>>) {
  return townline([slaSimulateCommand], ['sla', 'simulate', ...given], context(files));
}

/** The first fenced block after these words. */
function blockAfter(words: string): string {
  const from = page.indexOf(words);
  const [, block = ''] = /```\w*\n([\s\S]*?)```/.exec(page.slice(from)) ?? [];
  return from === -1 ? '' : block;
}

function context(files: Readonly<Record<string, string>>): CommandContext {
  const unused = () => Promise.reject(new Error('This needs no town.'));
  return {
    environment: {},
    files: {
      read(name) {
        const text = files[name];
        return Promise.resolve(
          text === undefined ? refused(notFound(`The file ${name}`, 'ENOENT')) : succeeded(text),
        );
      },
      readBytes: unused,
      list: unused,
    },
    print: unused,
    output: { write: unused },
    newKey: () => 'key',
    now: () => new Date(0),
    zone: 'America/New_York',
    townAnswers: () => Promise.resolve(false),
    staffApi: unused,
  };
}
