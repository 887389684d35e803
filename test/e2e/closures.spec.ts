import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { StaffId } from '#core/identity/ids';
import { HOUR, type Instant } from '#core/time/instant';
import type { Database } from '#wiring/database/database';
import { DATABASE } from '#wiring/tokens';

import {
  calendarList,
  calendarPreview,
  changedCalendar,
  requestClocks,
  savedCalendar,
  savedPolicy,
} from '../../apps/api/src/staff/sla/sla-answers.js';
import { commandsFor } from '../../apps/cli/src/commands/all-commands.js';
import { processContext } from '../../apps/cli/src/process-context.js';
import { townline } from '../../apps/cli/src/townline.js';
import { RunningTown } from '../support/running-town.js';
import { Citizen, numberIn, StaffClient, until } from '../support/town-client.js';

const day = ['00:00-24:00'];
const alwaysOpen = {
  zone: 'America/New_York',
  businessDay: 'PT12H',
  week: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((name) => [
      name,
      day,
    ]),
  ),
};

describe('A closure', () => {
  let town: RunningTown;
  let staff: StaffClient;
  const report = (text: string) => new Citizen(town).report({ text });
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
  const command = async (...given: string[]) => {
    const streams = { input: new PassThrough(), output: new PassThrough() };
    const context = processContext(
      { TOWNLINE_DATA_DIR: town.folder, INIT_CWD: town.folder },
      streams,
    );
    return townline(await commandsFor(given[0]), given, context);
  };

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
  });
  afterAll(() => town.remove());

  it('is declared in a calendar that the town decided on, by whoever read its version', async () => {
    const shipped = await staff.call('GET', '/calendars/default');
    expect(savedCalendar.parse(shipped.body)).toMatchObject({ version: 1, savedBy: null });
    const tag = shipped.headers.get('etag') ?? '';
    const path = '/calendars/default';
    const unread = await staff.call('PUT', path, { calendar: alwaysOpen });
    expect(unread).toMatchObject({ status: 400, body: { faults: [{ field: 'If-Match' }] } });
    const saved = await staff.call('PUT', path, { calendar: alwaysOpen }, { 'if-match': tag });
    expect(changedCalendar.parse(saved.body)).toMatchObject({ version: 2, finished: true });
    const stale = await staff.call('PUT', path, { calendar: alwaysOpen }, { 'if-match': tag });
    expect(stale).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const { calendars } = calendarList.parse((await staff.call('GET', '/calendars')).body);
    expect(calendars).toMatchObject([{ name: 'default', version: 2, fault: null }]);
    expect(calendars[0]?.savedBy).not.toBeNull();
  });

  it('over today moves what an open request was promised, everywhere, and tells the citizen', async () => {
    const { page, path } = await report('A tree leans over the path.');
    const number = numberIn(page);
    const before = Date.parse((await staff.request(number)).nextDeadlineAt ?? '');
    const closure = { from: inHours(-1), to: inHours(6), name: 'Snow' };
    const closures = '/calendars/default/closures';
    const previewed = await staff.call('POST', `${closures}/preview`, { closure });
    const preview = calendarPreview.parse(previewed.body);
    expect(preview).toMatchObject({ version: 3, moved: 1, toldOtherwise: 1, breached: 0 });
    expect(preview.citizens).toMatchObject([{ account: 'web', count: 1 }]);
    expect(Date.parse((await staff.request(number)).nextDeadlineAt ?? '')).toBe(before);
    const declared = await staff.call('POST', closures, { closure, tellCitizens: true });
    expect(changedCalendar.parse(declared.body)).toMatchObject({ moved: 1, told: 1, version: 3 });
    const [row] = preview.rows;
    const after = Date.parse(row?.dueAfter ?? '');
    expect(after - before).toBeGreaterThan(5 * HOUR);
    expect(row?.number).toBe(number);
    for (const shown of [await staff.request(number), (await staff.stream())[0]]) {
      const { nextDeadlineAt, expectedAt } = shown ?? { nextDeadlineAt: null, expectedAt: null };
      expect([nextDeadlineAt, expectedAt].map((at) => Date.parse(at ?? ''))).toEqual([
        after,
        after,
      ]);
    }
    const told = await until(
      async () => (await new Citizen(town).get(path)).body,
      (body) => body.includes('Our opening hours changed'),
    );
    expect(told).toContain(`the time for ${number} changed too`);
    const again = await staff.call('POST', closures, { closure, tellCitizens: true });
    expect(changedCalendar.parse(again.body)).toMatchObject({ version: 3, clocks: 0, told: 0 });
  });

  it('stands in the explanation of the clock', async () => {
    const [request] = await staff.stream();
    const { body } = await staff.call('GET', `/requests/${request?.number ?? ''}/clocks`);
    const [clock] = requestClocks.parse(body).clocks;
    expect(clock).toMatchObject({ kind: 'first_response', calendarVersion: 3 });
    expect(clock?.explanation.join(' ')).toMatch(/the due time moved to .*: Snow\./);
    const shown = await command('request', 'clocks', request?.number ?? '');
    expect(shown).toMatchObject({ exitCode: 0, output: expect.stringContaining(': Snow') });
  });

  it('is declared from the command line after a look at what it does', async () => {
    await report('A bin is full.');
    const closing = ['sla', 'closure', 'add', '--from', inHours(6), '--to', inHours(9)];
    const looked = await command(...closing, '--name', 'Ice', '--dry-run');
    expect(looked).toMatchObject({ exitCode: 0, errors: '' });
    expect(looked.output).toContain('2 of 2 open promises move.');
    expect(looked.output).toContain('Nothing was changed.');
    const declared = await command(...closing, '--name', 'Ice', '--tell');
    expect(declared.output).toContain('Saved as version 4. 2 of 2 open promises move.');
    const past = ['--from', inHours(-9), '--to', inHours(-8), '--name', 'Past'];
    const refused = await command('sla', 'closure', 'add', ...past);
    expect(refused).toMatchObject({ exitCode: 1, errors: expect.stringContaining('past') });
    const neither = await command('sla', 'closure', 'add', '--name', 'When?');
    expect(neither.exitCode).toBe(2);
  });

  it('goes with the calendar that is exported, edited and imported', async () => {
    const exported = await command('sla', 'calendar', 'export', 'default');
    const calendar = JSON.parse(exported.output) as { readonly closures: unknown[] };
    expect(calendar.closures).toHaveLength(2);
    await writeFile(
      join(town.folder, 'edited.json'),
      JSON.stringify({ ...calendar, closures: [] }),
    );
    const imported = await command('sla', 'calendar', 'import', 'edited.json');
    expect(imported.output).toContain('Saved as version 5. 2 of 2 open promises move.');
    const water = await command('sla', 'calendar', 'import', 'edited.json', '--name', 'water');
    expect(water.output).toContain('Saved as version 1. 0 of 0 open promises move.');
    const listed = await command('sla', 'calendar', 'list');
    expect(listed.output).toMatch(/default +5 .*\n.*water +1 /);
  });

  it('and a policy are decided by supervisors and administrators alone', async () => {
    const key = await advocateKey(town);
    const closure = { date: '2026-12-24', name: 'Party' };
    for (const [method, path, body] of [
      ['POST', '/calendars/default/closures', { closure }],
      ['PUT', '/calendars/default', { calendar: alwaysOpen }],
      ['PUT', '/policies', { policy: { rules: [] } }],
    ] as const) {
      const headers = { authorization: `Bearer ${key}`, 'if-match': '"5"' };
      expect((await staff.call(method, path, body, headers)).status).toBe(403);
    }
    const headers = { authorization: `Bearer ${key}` };
    expect((await staff.call('GET', '/policies', undefined, headers)).status).toBe(200);
  });

  it('of a policy is none: what was promised stays, and later requests are promised anew', async () => {
    const shown = savedPolicy.parse((await staff.call('GET', '/policies')).body);
    const [general] = shown.policy.rules;
    const targets = { firstResponse: '2 business hours', nextResponse: '2 business hours' };
    await writeFile(
      join(town.folder, 'policy.json'),
      JSON.stringify({ rules: [{ ...general, targets }] }),
    );
    const looked = await command('sla', 'policy', 'set', 'policy.json', '--dry-run');
    expect(looked.output).toContain('2 business hours');
    const before = (await staff.stream()).map(({ nextDeadlineAt }) => nextDeadlineAt);
    const set = await command('sla', 'policy', 'set', 'policy.json');
    expect(set.output).toContain(`Saved as version ${shown.version + 1}.`);
    expect((await staff.stream()).map(({ nextDeadlineAt }) => nextDeadlineAt)).toEqual(before);
    const number = numberIn((await report('Quick, please.')).page);
    const dueAt = Date.parse((await staff.request(number)).nextDeadlineAt ?? '');
    expect(dueAt - Date.now()).toBeLessThan(3 * HOUR);
  });

  it('that cannot be read any more leaves the town at work, red in its health', async () => {
    const { documents } = town.running.get<Database>(DATABASE);
    const broken = { kind: 'calendar', name: 'default', version: 6, body: '{}' } as const;
    const savedAt = Date.now() as Instant;
    const audit = { at: savedAt, staffId: null, subject: 'document', detail: {} };
    await documents.append(
      { ...broken, savedBy: null, savedAt },
      { ...audit, action: 'calendar.saved' },
    );
    const health = await until(
      async () => (await fetch(`${town.url}/health/ready`)).json() as Promise<object>,
      (body) => 'documents' in body && body.documents === 'broken',
    );
    expect(health).toMatchObject({ status: 'ok' });
    await report('Still at work?');
    const { calendars } = calendarList.parse((await staff.call('GET', '/calendars')).body);
    expect(calendars[0]).toMatchObject({ version: 5, fault: expect.stringContaining('calendar') });
    const mended = await staff.call(
      'PUT',
      '/calendars/default',
      { calendar: alwaysOpen },
      { 'if-match': '"6"' },
    );
    expect(mended).toMatchObject({ status: 200, body: { version: 7 } });
  });
});

async function advocateKey(town: RunningTown): Promise<string> {
  const { staff } = town.running.get<Database>(DATABASE);
  const id = '01990000-0000-7000-8000-00000000ad70' as StaffId;
  const createdAt = Date.now() as Instant;
  const audit = { at: createdAt, staffId: null, subject: `staff:${id}`, detail: {} };
  const member = { id, name: 'Bo', role: 'advocate', createdAt } as const;
  await staff.add(member, { ...audit, action: 'staff.created' });
  const keyHash = createHash('sha256').update('tl_advocate').digest();
  await staff.addKey({ staffId: id, keyHash, createdAt }, { ...audit, action: 'key.created' });
  return 'tl_advocate';
}
