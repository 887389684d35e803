import { describe, expect, it } from '@jest/globals';

import { refused, type Result, succeeded } from '#core/error/result';

import type { CommandContext } from './command/command-context.js';
import { requestCommands } from './commands/request.js';
import type { StaffApi, StaffApiRequest } from './staff-api/staff-api.js';
import { townline } from './townline.js';

const number = 'FM26-000001-9';
const zone = 'America/New_York';
const now = new Date('2026-11-10T16:40:00.000Z');
const dueAt = '2026-11-10T16:40:00.000Z';
const taken = { messageId: 'm-9', entryId: 'o-9', dueAt, goesBy: null };

const summary = {
  id: 'r-1',
  serviceCode: null,
  receivedAt: '2026-11-10T15:00:01.000Z',
  arrivedLate: false,
  unverifiedSender: false,
  expectedAt: '2026-11-11T15:00:00.000Z',
  lastMessageAt: '2026-11-10T15:00:00.000Z',
  channelAccount: 'front-desk',
  number,
  status: 'new',
  subject: 'Street light out',
  requestedAt: '2026-11-10T15:00:00.000Z',
  nextDeadlineAt: '2026-11-11T15:00:00.000Z',
  messageCount: 1,
  closedAt: null,
  closeReason: null,
  closeSentence: null,
  breachReason: null,
  emergencies: [],
  undelivered: null,
};
const inbound = {
  id: 'm-1',
  direction: 'inbound',
  automatic: false,
  staffName: null,
  text: 'The light is out.\nCorner of Oak \u001b[2Jand Elm\u202e.',
  occurredAt: '2026-11-10T15:00:00.000Z',
  receivedAt: '2026-11-10T15:00:01.000Z',
  attachments: [
    { id: 'a-1', filename: 'lamp.jpg', contentType: 'image/jpeg', size: 12, state: 'stored' },
  ],
  delivery: null,
  consent: null,
};
const detail = {
  ...summary,
  language: 'en',
  contact: {
    id: 'c-1',
    displayName: 'Ana',
    points: [{ kind: 'email', address: 'a@example.org', verified: false, undeliverable: false }],
  },
  clocks: [
    {
      kind: 'first_response',
      state: 'running',
      startedAt: '2026-11-10T15:00:00.000Z',
      dueAt: '2026-11-11T15:00:00.000Z',
      metAt: null,
      pausedAt: null,
      endedAt: null,
      breachedAt: null,
    },
  ],
  related: [],
  alsoReceivedAt: [{ code: 'hall', title: 'Town Hall' }],
  optedOut: null,
  timeline: [
    inbound,
    { ...inbound, id: 'm-2', text: 'And it sparks.', attachments: [] },
    {
      ...inbound,
      id: 'm-3',
      direction: 'outbound',
      staffName: 'Bo',
      text: 'We are on our way.',
      attachments: [],
      delivery: {
        entryId: 'o-3',
        state: 'failed',
        receipt: null,
        attempts: 1,
        dueAt: taken.dueAt,
        sentAt: null,
        reason: 'gone',
        refusal: 'recipient-gone',
        story: 'Town texts: the address takes no messages any more.',
        rungs: [],
      },
    },
  ],
};

describe('the townline command', () => {
  it('lists the commands and is content when asked for help', async () => {
    const finished = await run([]);
    expect(finished.exitCode).toBe(0);
    expect(finished.output).toContain('request reply');
  });

  it('says which command it does not know and which there are', async () => {
    const finished = await run(['request', 'destroy']);
    expect(finished).toMatchObject({ exitCode: 2, output: '' });
    expect(finished.errors).toContain("no command 'request destroy'");
    expect(finished.errors).toContain('request show');
  });

  it.each([
    [['request', 'list', '--limit', 'many'], '--limit: must be a whole number'],
    [['request', 'list', '--limit', '0'], '--limit: must be from 1 to 200'],
    [['request', 'list', '--nonsense'], "Unknown option '--nonsense'"],
    [['request', 'show'], 'NUMBER: is missing'],
    [['request', 'show', number, 'more'], "'more' is not expected"],
    [['request', 'reply', number], 'TEXT: is missing'],
    [['request', 'reply', number, 'x', '--file', 'f'], 'exclude each other'],
    [['request', 'reply', number, 'x', '--hold', '3601'], '--hold: must be from 0 to 3600'],
    [['request', 'close', number, '--sentence', 'x'], '--reason: must be one of work_done'],
    [['request', 'close', number, '--reason', 'policy'], '--sentence: is missing'],
    [['request', 'resend', number], 'MESSAGE-ID: is missing'],
  ])(
    'answers wrong use %j with exit code 2 and the name of what is wrong',
    async (given, words) => {
      const finished = await run(given);
      expect(finished).toMatchObject({ exitCode: 2, output: '' });
      expect(finished.errors).toContain(words);
    },
  );

  it('shows the stream with the due time in the zone of the town and what is left of it', async () => {
    const { output } = await run(['request', 'list'], { requests: [summary], next: 'k1' });
    expect(output).toContain(`${number}  new     Wed 11 Nov 2026, 10:00 EST (22 h 20 min left)  1`);
    expect(output).toContain('--after k1');
  });

  it('shows who said what, how far answers got, and nothing that a terminal would obey', async () => {
    const { output } = await run(['request', 'show', number], detail);
    expect(output).toContain('Ana, email a@example.org (unverified)');
    expect(output).toContain('Bo · failed (gone) · m-3');
    expect(output).toContain('(Town texts: the address takes no messages any more.)');
    expect(output).toContain('[lamp.jpg: stored, 12 bytes, a-1]');
    expect(output).toMatch(/Also received at +Town Hall/);
    expect(output).toContain('Corner of Oak \ufffd[2Jand Elm\ufffd.');
  });

  it('lists what could not be delivered, with the reason', async () => {
    const undelivered = {
      ...{ refusal: 'opted-out', at: taken.dueAt, reason: 'the citizen opted out' },
      remedy: 'Call the citizen.',
    };
    const calls: StaffApiRequest[] = [];
    const api = apiThat((request) => {
      calls.push(request);
      return succeeded({ requests: [{ ...summary, undelivered }], next: null });
    });
    const { output } = await runWith(api, ['request', 'list', '--undelivered']);
    expect(calls[0]).toMatchObject({ query: { status: 'undelivered' } });
    expect(output).toContain('new (NOT DELIVERED: the citizen opted out)');
  });

  it('tells by which other way an answer goes', async () => {
    const goesBy = { account: 'Town mail', address: 'a•••@example.org' };
    const { output } = await run(['request', 'reply', number, 'Soon.', '--seen-up-to', 'm-2'], {
      ...taken,
      goesBy,
    });
    expect(output).toContain('It goes by Town mail to a•••@example.org');
  });

  it('escapes in JSON what a terminal would obey', async () => {
    const { output } = await run(['request', 'show', number, '--json'], detail);
    expect(output).toContain('\\u001b[2Jand Elm\\u202e');
    expect(JSON.parse(output)).toEqual(detail);
  });

  it('replies to the newest message of the citizen, under a key of its own', async () => {
    const calls: StaffApiRequest[] = [];
    const api = apiThat((request) => {
      calls.push(request);
      return succeeded(request.method === 'GET' ? detail : taken);
    });
    const finished = await runWith(api, ['request', 'reply', number, 'Soon.', '--hold', '60']);
    expect(finished).toMatchObject({ exitCode: 0, errors: '' });
    expect(calls.at(-1)).toEqual({
      method: 'POST',
      path: `/requests/${number}/replies`,
      idempotencyKey: 'key-1',
      body: { text: 'Soon.', seenUpTo: 'm-2', holdSeconds: 60 },
    });
  });

  it('replies to what the writer names as read, without looking', async () => {
    const calls: StaffApiRequest[] = [];
    const api = apiThat((request) => {
      calls.push(request);
      return succeeded(taken);
    });
    await runWith(api, ['request', 'reply', number, '--file', '-', '--seen-up-to', 'm-1']);
    expect(calls.map(({ body }) => body)).toEqual([
      { text: 'typed in', seenUpTo: 'm-1', holdSeconds: 0 },
    ]);
  });

  it('prints a refusal with its faults on the error output and ends with 1', async () => {
    const problem = {
      code: 'invalid-input',
      title: 'The input is not valid',
      detail: 'text: is too long',
      faults: [{ field: 'text', message: 'is too long' }],
    } as const;
    const finished = await runWith(
      apiThat(() => refused(problem)),
      ['request', 'note', number, 'x'],
    );
    expect(finished).toEqual({
      exitCode: 1,
      output: '',
      errors: 'The input is not valid\n  text: is too long',
    });
  });

  it('does not guess when the town answers in another shape', async () => {
    const finished = await run(['request', 'list'], { requests: 'none' });
    expect(finished.exitCode).toBe(1);
    expect(finished.errors).toContain('different versions');
  });
});

function run(given: readonly string[], answer: unknown = {}) {
  return runWith(
    apiThat(() => succeeded(answer)),
    given,
  );
}

function runWith(api: StaffApi, given: readonly string[]) {
  let keys = 0;
  const context: CommandContext = {
    environment: {},
    files: {
      read: () => Promise.resolve(succeeded('typed in')),
      readBytes: () => Promise.resolve(succeeded(Buffer.from('typed in'))),
      list: () => Promise.resolve(succeeded([])),
    },
    output: { write: (name) => Promise.resolve(succeeded(name)) },
    print: () => Promise.resolve(),
    newKey: () => `key-${(keys += 1)}`,
    now: () => now,
    zone,
    townAnswers: () => Promise.resolve(true),
    staffApi: () => Promise.resolve(succeeded(api)),
  };
  return townline(requestCommands, given, context);
}

function apiThat(answers: (request: StaffApiRequest) => Result<unknown>): StaffApi {
  return {
    townIsRunning: true,
    call: (request) => Promise.resolve(answers(request)),
    download: () => Promise.reject(new Error('Nothing is downloaded here.')),
    close: () => Promise.resolve(),
  };
}
