import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import { fakeAccount, fakeAdapter } from '../../../../test/support/fakes/fake-channel.js';
import { defaultCalendar } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import { instantFromIso } from '../time/instant.js';
import { type RotaFacts, rotaFaults } from './check-rota.js';
import { onCallAt } from './on-call-at.js';
import { readRota } from './read-rota.js';
import type { Rota } from './rota.js';

const zone = 'America/New_York';
const nights = {
  shifts: [
    { from: 'mon 19:00', to: 'fri 07:00', person: 'Bo', deputies: ['Cy'] },
    { from: 'fri 07:00', to: 'mon 19:00', person: 'Di', kinds: ['water', 'sewer'] },
    { from: 'fri 07:00', to: 'mon 19:00', person: 'Ed', kinds: ['life-safety'] },
    {
      from: '2026-11-24T00:00:00-05:00',
      to: '2026-11-25T00:00:00-05:00',
      person: 'Fay',
    },
  ],
  supervisors: ['Ana'],
};

function rota(input: unknown = nights): Rota {
  const read = readRota(input);
  if (!read.ok) throw new Error(read.problem.detail);
  return read.value;
}

function faultsOfReading(input: unknown): string {
  const read = readRota(input);
  return read.ok ? 'none' : read.problem.detail;
}

describe('who is on call', () => {
  const at = (text: string, kind: 'water' | 'life-safety' = 'water') =>
    onCallAt(rota(), instantFromIso(text), kind, zone);

  it('is the person of the shift, then the deputies, then the supervisors', () => {
    expect(at('2026-11-23T20:00:00-05:00')).toEqual(['Bo', 'Cy', 'Ana']);
  });

  it('is everybody of shifts that overlap, persons before deputies', () => {
    expect(at('2026-11-24T20:00:00-05:00')).toEqual(['Bo', 'Fay', 'Cy', 'Ana']);
  });

  it('depends on the kind of the emergency', () => {
    expect(at('2026-11-28T12:00:00-05:00')).toEqual(['Di', 'Ana']);
    expect(at('2026-11-28T12:00:00-05:00', 'life-safety')).toEqual(['Ed', 'Ana']);
  });

  it('changes exactly when the shift does, in the time of the town', () => {
    expect(at('2026-11-27T06:59:59.999-05:00')[0]).toBe('Bo');
    expect(at('2026-11-27T07:00:00-05:00')[0]).toBe('Di');
    expect(at('2026-11-30T18:59:59.999-05:00')[0]).toBe('Di');
    expect(at('2026-11-30T19:00:00-05:00')[0]).toBe('Bo');
    expect(at('2026-07-06T23:00:00Z')[0]).toBe('Bo');
  });
});

describe('a rota', () => {
  it.each([
    [[], 'rota'],
    [{ shifts: [{ to: 'mon 07:00', person: 'Bo' }] }, /shifts\.0\.from: is missing/],
    [
      { shifts: [{ from: 'fri 19:00', to: 'mon 25:00', person: 'Bo' }] },
      /shifts\.0\.from: is no time/,
    ],
    [
      { shifts: [{ from: '2026-11-24T00:00:00', to: '2026-11-25T00:00:00Z', person: 'Bo' }] },
      /shifts\.0\.from: has no offset/,
    ],
    [
      { shifts: [{ from: '2026-11-25T00:00:00Z', to: '2026-11-25T00:00:00Z', person: 'Bo' }] },
      /shifts\.0\.to: is not after/,
    ],
    [{ shifts: [{ from: 'mon 07:00', to: 'mon 07:00', person: 'Bo' }] }, /shifts\.0\.to/],
    [{ shifts: [{ from: 'mon 07:00', to: 'tue 07:00' }] }, /shifts\.0\.person: is missing/],
    [
      { shifts: [{ from: 'mon 07:00', to: 'tue 07:00', person: 'Bo', kinds: ['snow'] }] },
      /shifts\.0\.kinds\.0/,
    ],
    [{ shifts: [], who: 'Bo' }, /has a field/],
  ])('that is faulty is refused with the name of the field (%#)', (input, expected) => {
    if (typeof expected === 'string') expect(readRota(input).ok).toBe(false);
    else expect(faultsOfReading(input)).toMatch(expected);
  });
});

describe('the check of a rota', () => {
  const everybody = ['Ana', 'Bo', 'Cy', 'Di', 'Ed', 'Fay'];
  const account = fakeAccount({
    adapter: {
      ...fakeAdapter(),
      addressTo: ({ kind, address }) => (kind === 'email' ? address : null),
    },
  });
  const facts: RotaFacts = {
    staff: everybody.map((name) => ({
      name,
      addresses: [{ kind: 'email', address: `${name}@fairmill.example` }],
    })),
    accounts: new FakeAccounts(account),
    calendar: businessCalendar(defaultCalendar),
    now: instantFromIso('2026-11-23T12:00:00Z'),
  };
  const faults = (input: unknown, changes: Partial<RotaFacts> = {}) =>
    rotaFaults(rota(input), { ...facts, ...changes }).map(
      ({ field, message }) => `${field}: ${message}`,
    );

  it('finds nothing when every closed hour is covered by people who can be reached', () => {
    expect(faults(nights)).toEqual([]);
  });

  it('names the first span of the next 14 days when nobody is on call, for each kind', () => {
    const weekdays = { shifts: [{ from: 'mon 19:00', to: 'sat 07:00', person: 'Bo' }] };
    expect(faults(weekdays)).toEqual(
      ['life-safety', 'sewer', 'water'].map(
        (kind) =>
          `shifts: nobody is on call for ${kind} emergencies from ` +
          '2026-11-28T07:00:00.000-05:00 to 2026-11-30T07:00:00.000-05:00',
      ),
    );
  });

  it('does not ask for anybody while the town is open', () => {
    const closedHours = { shifts: [{ from: 'mon 00:00', to: 'sun 23:59', person: 'Bo' }] };
    const [first] = faults({
      shifts: [...closedHours.shifts, { from: 'sun 23:59', to: 'mon 00:00', person: 'Bo' }],
    });
    expect(first).toBeUndefined();
    const tuesdayNoon = { from: 'mon 19:00', to: 'tue 07:00', person: 'Bo' };
    expect(faults({ shifts: [tuesdayNoon] }).join()).not.toContain('T12:00');
  });

  it('names people who do not exist, have no address, or whom no account reaches', () => {
    const [bo = { name: '', addresses: [] }] = facts.staff.filter(({ name }) => name === 'Bo');
    const others = facts.staff.filter(({ name }) => name !== 'Bo' && name !== 'Cy');
    const silent = { ...bo, addresses: [] };
    expect(faults(nights, { staff: [...others, silent] })).toEqual([
      expect.stringMatching(/^shifts\.0\.person: names Bo, who has no address/),
      expect.stringMatching(/^shifts\.0\.deputies\.0: names Cy, who is no member of staff/),
    ]);
    const pager = { ...bo, addresses: [{ kind: 'phone', address: '+12025550101' }] };
    const cy = { ...bo, name: 'Cy' };
    expect(faults(nights, { staff: [...others, pager, cy] })).toEqual([
      expect.stringMatching(/^shifts\.0\.person: names Bo, whom no enabled channel account/),
    ]);
    expect(faults(nights, { staff: [...facts.staff, bo] })).toEqual([
      expect.stringMatching(/^shifts\.0\.person: names 2 members/),
    ]);
  });

  it('is red for a rota that names nobody', () => {
    expect(faults({ shifts: [] })).toHaveLength(3);
  });
});
