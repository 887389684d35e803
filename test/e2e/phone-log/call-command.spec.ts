import { PassThrough } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { commandsFor } from '../../../apps/cli/src/commands/all-commands.js';
import { processContext } from '../../../apps/cli/src/process-context.js';
import { townline } from '../../../apps/cli/src/townline.js';
import { RunningTown } from '../../support/running-town.js';
import { numberIn, StaffClient } from '../../support/town-client.js';

describe('The command that logs a call', () => {
  let town: RunningTown;

  beforeAll(async () => {
    town = await RunningTown.found();
  });
  afterAll(() => town.remove());

  it('says what to tell the caller', async () => {
    const caller = ['--number', '919-555-0142', '--name', 'Ana Ruiz', '--dialled', '311'];
    const { output, exitCode } = await log(...caller, '--summary', 'The fence is broken.');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Tell the caller: number FM\d\d-\d{6}-\d, and an answer by \w{3} \d+/);
    const shown = await new StaffClient(town).request(numberIn(output));
    expect(shown).toMatchObject({ contact: { displayName: 'Ana Ruiz' } });
  });

  it('says that an answer closed it', async () => {
    const answered = ['--answer', 'At nine.', '--reason', 'question_answered'];
    const { output } = await log('--number', 'anonymous', '--summary', 'Hours?', ...answered);
    expect(output).toMatch(/^Answered on the spot and closed\. Tell the caller: number FM/);
  });

  it('names what is missing or wrong', async () => {
    const missing = await log('--number', 'anonymous');
    expect([missing.exitCode, missing.errors]).toEqual([2, expect.stringContaining('--summary')]);
    const wrong = await log('--number', 'anonymous', '--summary', 'x', '--service', 'NO-SUCH');
    expect(wrong.exitCode).toBe(1);
    expect(wrong.errors).toContain('service list');
  });

  async function log(...given: readonly string[]) {
    const streams = { input: new PassThrough(), output: new PassThrough() };
    const { folder } = town;
    const context = processContext({ TOWNLINE_DATA_DIR: folder, INIT_CWD: folder }, streams);
    return townline(await commandsFor('call'), ['call', 'log', ...given], context);
  }
});
