import { describe, expect, it } from '@jest/globals';

import { runOffline } from '../../../../test/support/offline-command.js';
import { slaCalendarCommands } from './sla-calendar.js';

const now = new Date('2026-11-23T12:00:00Z');
const hours = [{ from: '07:00', to: '19:00' }];
const good = { zone: 'America/New_York', week: { monday: hours } };

describe('sla calendar show', () => {
  it('prints the calendar of a first start in the documented form', async () => {
    const { output, errors } = await calendar(['show', 'default', '--json']);
    expect(errors).toBe('');
    const shown = JSON.parse(output) as { readonly holidays: readonly unknown[] };
    expect(shown).toMatchObject({
      ...{ name: 'default', zone: 'America/New_York', businessDay: 'PT12H' },
      ...{ closures: [], extraOpenings: [] },
      week: { monday: hours, friday: hours },
    });
    expect(shown.holidays).toContainEqual({ date: '2026-09-07', name: 'Labor Day' });
  });

  it('prints what it printed before when that is a file', async () => {
    const first = await calendar(['show', 'default', '--json']);
    const again = await calendar(['show', 'it.json', '--json'], { 'it.json': first.output });
    expect(again.output).toBe(first.output);
    expect((await calendar(['show', 'default'])).output).toBe(first.output);
  });

  it('names a calendar that is not there', async () => {
    const ended = await calendar(['show', 'water']);
    expect(ended).toMatchObject({ exitCode: 1, output: '' });
    expect(ended.errors).toContain('the only calendar by name is default');
    expect((await calendar(['show'])).exitCode).toBe(2);
  });
});

describe('sla calendar check', () => {
  it('shows the next fourteen days of a calendar that could be saved', async () => {
    const closures = [{ date: '2026-11-30', name: 'Snow' }];
    const ended = await check({ ...good, closures });
    expect(ended.exitCode).toBe(0);
    const { preview } = JSON.parse(ended.output) as { readonly preview: readonly unknown[] };
    expect(preview).toHaveLength(14);
    expect(preview[0]).toEqual({
      ...{ date: '2026-11-23', weekday: 'monday', openings: hours, note: null },
    });
    expect(preview[7]).toMatchObject({ date: '2026-11-30', openings: [], note: 'Snow' });
  });

  it.each([
    ['an unknown zone', { zone: 'America/Fairmill' }, 'zone'],
    ['overlapping spans', { week: { monday: [...hours, ...hours] } }, 'week.monday[1]'],
    ['a span that ends before it begins', { week: { monday: ['19:00-07:00'] } }, 'week.monday[0]'],
    ['a closure in the past', { closures: [{ date: '2026-11-20', name: 'Snow' }] }, 'closures[0]'],
    ['no hours at all', { week: {} }, 'week'],
  ])('refuses %s and names the field', async (_what, part, field) => {
    const ended = await check({ ...good, ...part });
    expect(ended).toMatchObject({ exitCode: 1, output: '' });
    expect(JSON.parse(ended.errors)).toMatchObject({ code: 'invalid-input', faults: [{ field }] });
    const spoken = await calendar(['check', 'it.json'], {
      'it.json': JSON.stringify({ ...good, ...part }),
    });
    expect(spoken.errors).toContain(`${field}: `);
  });

  it('refuses a file that is missing or no JSON', async () => {
    expect((await calendar(['check', 'it.json'])).errors).toContain('it.json');
    const ended = await calendar(['check', 'it.json'], { 'it.json': '{' });
    expect(ended.errors).toContain('it.json is not JSON');
  });

  function check(document: object) {
    return calendar(['check', 'it.json', '--json'], { 'it.json': JSON.stringify(document) });
  }
});

describe('sla calendar suggest', () => {
  it('prints what a calendar takes as its holidays', async () => {
    const given = ['suggest', '--country', 'us', '--state', 'nc', '--years', '2026', '--json'];
    const { output } = await calendar(given);
    const holidays = JSON.parse(output) as unknown[];
    expect(holidays).toContainEqual({ date: '2026-09-07', name: 'Labor Day' });
    const file = { 'it.json': JSON.stringify({ ...good, holidays }) };
    expect((await calendar(['check', 'it.json'], file)).exitCode).toBe(0);
  });

  it.each([
    ['without a country', ['--years', '2026'], '--country'],
    ['for a country that is none', ['--country', 'XX', '--years', '2026'], '--country'],
    [
      'for a state that is none',
      ['--country', 'US', '--state', 'ZZ', '--years', '2026'],
      '--state',
    ],
    ['for years in words', ['--country', 'US', '--years', 'next year'], '--years'],
    ['for years backwards', ['--country', 'US', '--years', '2028-2026'], '--years'],
  ])('%s is wrong use', async (_what, given, option) => {
    const ended = await calendar(['suggest', ...given]);
    expect(ended).toMatchObject({ exitCode: 2, output: '' });
    expect(ended.errors).toContain(`${option}:`);
  });
});

function calendar(given: readonly string[], files: Readonly<Record<string, string>> = {}) {
  return runOffline(slaCalendarCommands, ['sla', 'calendar', ...given], { files, now });
}
