import { describe, expect, it } from '@jest/globals';

import { succeeded } from '#core/error/result';

import type { CommandContext } from '../command/command-context.js';
import type { StaffApi, StaffApiRequest } from '../staff-api/staff-api.js';
import { townline } from '../townline.js';
import { consentCommands } from './consent.js';

const number = 'FM26-000001-9';
const path = `/requests/${number}/consent`;
const at = '2026-11-10T15:00:00.000Z';
const entry = {
  ...{ id: 'e-1', action: 'opted-out', scope: 'channel', source: 'citizen', at },
  ...{ channelAccount: 'sms', words: 'Stop\u001b[2J', messageId: null, staffName: null },
};
const record = {
  ...{ kind: 'phone', address: '+12025550101', entries: [entry] },
  optOuts: [{ scope: 'channel', source: 'citizen', channelAccount: 'sms', at }],
};

/** What a command prints when the town answers so, and what it asked. */
async function run(answer: unknown, ...words: readonly string[]) {
  const asked: StaffApiRequest[] = [];
  const api: StaffApi = {
    townIsRunning: true,
    call: (request) => {
      asked.push(request);
      return Promise.resolve(succeeded(answer));
    },
    download: () => Promise.reject(new Error('Nothing is downloaded.')),
    close: () => Promise.resolve(),
  };
  const context = {
    ...{ zone: 'America/New_York', newKey: () => 'key-1' },
    staffApi: () => Promise.resolve(succeeded(api)),
  } as Partial<CommandContext> as CommandContext;
  const { output, errors } = await townline(consentCommands, words, context);
  return { asked, printed: `${output}${errors}` };
}

describe('townline consent', () => {
  it('shows what holds now and everything that was said', async () => {
    const { asked, printed } = await run(record, 'consent', 'show', number);
    expect(asked).toEqual([{ method: 'GET', path }]);
    expect(printed).toContain('Opted out: sms, told by the citizen, since');
    expect(printed).toMatch(/opted-out +channel +sms +citizen +Stop/);
    expect(printed).not.toContain('\u001b');
  });

  it('asks by phone number as well, and not in an address that logs keep', async () => {
    const { asked, printed } = await run(record, 'consent', 'show', '(202) 555-0101');
    const body = { address: '(202) 555-0101' };
    expect(asked).toEqual([{ method: 'POST', path: '/consent/find', body }]);
    expect(printed).toContain('phone +12025550101');
  });

  it('records with the words what the citizen told a person', async () => {
    const recorded = { action: 'opted-out', scope: 'everything' };
    const words = ['--words', 'No more texts', '--scope', 'everything'];
    const { asked, printed } = await run(recorded, 'consent', 'stop', number, ...words);
    expect(asked).toMatchObject([
      { method: 'POST', path, idempotencyKey: 'key-1', body: { ...recorded, words: words[1] } },
    ]);
    expect(printed).toContain('Recorded: opted-out (everything).');
  });

  it('asks for the words', async () => {
    const { asked, printed } = await run({}, 'consent', 'start', number);
    expect(asked).toEqual([]);
    expect(printed).toContain('write what the citizen said');
  });
});
