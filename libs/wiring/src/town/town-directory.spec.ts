import { describe, expect, it } from '@jest/globals';

import { defaultCalendar, defaultTown } from '#core/account/default-town';
import { policyDocument } from '#core/sla/policy-document';
import type { Instant } from '#core/time/instant';
import { calendarBody, decide } from '#core/town/calendar-decision';
import type { BrokenDocument } from '#core/town/read-town';
import type { DocumentKind } from '#core/town/town-document-store';

import { MemoryDatabase } from '../../../../test/support/fakes/memory-database.js';
import { MemoryTownDocumentStore } from '../../../../test/support/fakes/memory-town-document-store.js';
import { TownDirectory } from './town-directory.js';

const closed = { closures: [{ date: '2026-11-17', name: 'Snow' }] };
const how = { tellCitizens: false, reason: null, decidedBy: null, decidedAt: null };
const withSnow = calendarBody(decide({ ...defaultCalendar, ...closed }, how));

function openDirectory(store = new MemoryTownDocumentStore(new MemoryDatabase())) {
  const told: string[] = [];
  const directory = new TownDirectory(store, {
    broken: ({ document: { kind, name, version } }: BrokenDocument) =>
      told.push(`${kind}/${name}/${String(version)}`),
    brokenCount: () => undefined,
  });
  const save = async (version: number, body: string, kind: DocumentKind = 'calendar') => {
    const document = { kind, name: 'default', version, body, savedBy: null, savedAt: 0 as Instant };
    const audit = { at: 0 as Instant, staffId: null, subject: 'document', detail: {} };
    await store.append(document, { ...audit, action: 'calendar.saved' });
  };
  return { store, directory, told, save };
}

describe('What a town decided', () => {
  it('is what the program ships until somebody saves something', async () => {
    const { directory } = openDirectory();
    await directory.refresh();
    expect(directory.town()).toMatchObject({ name: defaultTown.name, zone: 'America/New_York' });
    expect(directory.calendar('default')?.calendar.version).toBe(1);
    expect(await directory.refresh()).toBe(false);
  });

  it('holds from the next look on, for every rule that counts in it', async () => {
    const { directory, save } = openDirectory();
    await save(2, withSnow);
    expect(await directory.refresh()).toBe(true);
    expect(directory.calendar('default')?.definition.closures).toHaveLength(1);
    expect(directory.town().policy.calendars.get('default')?.version).toBe(2);
    expect(await directory.refresh()).toBe(false);
  });

  it('stays as it was when the newest version cannot be read, and says so once', async () => {
    const { directory, save, told } = openDirectory();
    await save(2, withSnow);
    await directory.refresh();
    await save(3, '{"calendar":{"zone":"America/Fairmill","week":{}}}');
    await save(2, '{"rules":[]}', 'policies');
    await directory.refresh();
    expect(told).toEqual(['calendar/default/3', 'policies/default/2']);
    expect(directory.broken()).toHaveLength(2);
    expect(directory.calendar('default')?.calendar.version).toBe(2);
    expect(directory.town().policy.rules).toEqual(defaultTown.policy.rules);
    await save(1, '{}', 'rota');
    await directory.refresh();
    expect(told).toHaveLength(2);
  });

  it('is looked for in older versions by a process that begins with one it cannot read', async () => {
    const { store, save } = openDirectory();
    await save(2, withSnow);
    await save(3, 'no JSON');
    await save(4, '{"calendar":null}');
    const { directory, told } = openDirectory(store);
    await directory.refresh();
    expect(told).toEqual(['calendar/default/4']);
    expect(directory.calendar('default')?.calendar.version).toBe(2);
    expect(directory.broken()).toHaveLength(1);
  });

  it('is a policy that goes on to hold when its calendar changes', async () => {
    const { directory, save } = openDirectory();
    const { rules } = policyDocument(defaultTown.policy);
    const general = rules.filter(({ when }) => Object.keys(when).length === 0);
    await save(2, JSON.stringify({ rules: general }), 'policies');
    await directory.refresh();
    await save(2, withSnow);
    await directory.refresh();
    const { policy } = directory.town();
    expect(policy.version).toBe(2);
    expect(policy.rules).toHaveLength(1);
    expect(policy.calendars.get('default')?.version).toBe(2);
  });
});
