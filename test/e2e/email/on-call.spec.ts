import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { emergencyKinds } from '#core/emergency/emergency-kind';

import { commandsFor } from '../../../apps/cli/src/commands/all-commands.js';
import { processContext } from '../../../apps/cli/src/process-context.js';
import { townline } from '../../../apps/cli/src/townline.js';
import { EmergencyTown, everyDay } from '../../support/email/emergency-town.js';

jest.setTimeout(60_000);

let made: EmergencyTown;

beforeEach(async () => {
  made = await EmergencyTown.found();
});
afterEach(() => made.remove());

describe('The command line', () => {
  it('adds people, saves a rota and shows who is told now', async () => {
    await made.closeNow();
    const added = await command(
      'staff',
      'add',
      'Di Wu',
      ...['--role', 'advocate'],
      ...['--address', 'email:di@town.example'],
    );
    expect(added).toMatchObject({ exitCode: 0 });
    expect((await command('staff', 'list')).output).toContain('email:di@town.example');
    await writeFile(
      join(made.town.folder, 'rota.json'),
      JSON.stringify({ shifts: everyDay('Di Wu') }),
    );
    expect((await command('on-call', 'check')).exitCode).toBe(1);
    expect(await command('on-call', 'set', 'rota.json')).toMatchObject({ exitCode: 0 });
    expect((await command('on-call', 'show')).output).toMatch(/sewer +Di Wu/);
    expect((await command('on-call', 'check')).exitCode).toBe(0);
    const { services } = JSON.parse((await command('service', 'list', '--json')).output) as {
      readonly services: readonly unknown[];
    };
    expect(services).toHaveLength(25);
    await made.write('ana.ruiz@example.org', 'Sewage in the street');
    await made.mailsTo('di@town.example', 1);
    expect((await command('emergency', 'list', '--waiting')).output).toMatch(/E-1 +sewer +paging/);
    expect((await command('emergency', 'show', 'E-1')).output).toContain('paged');
    expect((await command('emergency', 'acknowledge', 'E-1')).exitCode).toBe(0);
    const [request] = await made.staff.stream();
    const at = new Date().toISOString();
    const number = request?.number ?? '';
    expect((await command('request', 'list')).output).toContain('(EMERGENCY)');
    const attempt = await command('duty', 'attempt', number, '--outcome', 'voicemail', '--at', at);
    expect(attempt.output).toContain('not done');
    const complete = ['--spoke-to', 'J. Doe', '--at', at, '--gallons', '1200'];
    expect((await command('duty', 'complete', number, ...complete)).output).toContain('done');
  });
});

describe('A rota', () => {
  it('that would reach nobody is refused with the name of the field', async () => {
    await made.closeNow();
    await made.hire('Di', 'advocate', []);
    const refused = async (rota: object) => {
      const { status, body } = await made.staff.call<{
        faults: { field: string; message: string }[];
      }>('PUT', '/on-call', rota);
      expect(status).toBe(400);
      return body.faults;
    };
    expect(await refused({ shifts: everyDay('Di') })).toMatchObject([
      { field: 'shifts.0.person', message: expect.stringContaining('no address') },
      { field: 'shifts.1.person' },
    ]);
    const holes = await refused({ shifts: [{ from: 'mon 00:00', to: 'mon 01:00', person: 'Bo' }] });
    expect(holes).toHaveLength(emergencyKinds.length);
    expect((await made.staff.call('GET', '/on-call')).body).toMatchObject({ rota: null });
  });
});

async function command(...given: string[]) {
  const streams = { input: new PassThrough(), output: new PassThrough() };
  const { folder } = made.town;
  const context = processContext({ TOWNLINE_DATA_DIR: folder, INIT_CWD: folder }, streams);
  return townline(await commandsFor(given[0]), given, context);
}
