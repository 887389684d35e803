import { describe, expect, it } from '@jest/globals';

import {
  closing,
  dues,
  never,
  statuses,
  townWith,
  tuesdayTen,
  valueOf,
  wednesdayTen,
} from '../../../../test/support/closure-samples.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { calendarDocument } from '../calendar/calendar-document.js';
import { instantFromIso } from '../time/instant.js';
import { applyChange, type CalendarChange, previewChange } from './change-calendar.js';
import { declareClosure, previewClosure } from './declare-closure.js';

describe('a closure declared over tomorrow', () => {
  it('moves the due time of an open request by a day, and what the stream and the card show', async () => {
    const town = await townWith(1);
    expect(dues(town)).toEqual([tuesdayTen]);
    const changed = valueOf(await declareClosure(town.calendarPorts, closing(), never));
    expect(changed).toMatchObject({ version: 2, moved: 1, breached: 0, finished: true, told: 0 });
    expect(dues(town)).toEqual([wednesdayTen]);
    const dueAt = instantFromIso(wednesdayTen);
    const [request] = town.database.requests.all();
    expect(request).toMatchObject({ nextDeadlineAt: dueAt, expectedAt: dueAt });
    expect(request?.streamKey).toMatch(new RegExp(`^0?${dueAt.toString(16)}`));
  });

  it('stands in the ledger of the clock with its name and in the audit with its counts', async () => {
    const town = await townWith(1);
    await declareClosure(town.calendarPorts, closing(), never);
    expect(town.database.segments.all().at(-1)).toMatchObject({
      kind: 'due-moved',
      reason: 'Snow',
      cause: 'document:calendar/default/2',
      dueAt: instantFromIso(wednesdayTen),
    });
    const audit = town.database.audit.all().slice(-2);
    expect(audit).toMatchObject([
      { action: 'calendar.saved', staffId: fakeStaffId, detail: { before: 1 } },
      { action: 'clocks.recounted', staffId: fakeStaffId, detail: { moved: 1, told: 0 } },
    ]);
  });

  it('is promised to whoever writes afterwards', async () => {
    const town = await townWith(0);
    await declareClosure(town.calendarPorts, closing(), never);
    await town.receive();
    expect(dues(town)).toEqual([wednesdayTen]);
    expect(town.database.clocks.all()[0]?.calendarVersion).toBe(2);
  });

  it('declared twice is declared once', async () => {
    const town = await townWith(1);
    for (let times = 0; times < 2; times += 1) {
      const changed = valueOf(await declareClosure(town.calendarPorts, closing(), never));
      expect(changed.version).toBe(2);
    }
    expect(town.database.documents.size).toBe(1);
    expect(town.database.segments.all().filter(({ kind }) => kind === 'due-moved')).toHaveLength(1);
  });

  it('never moves a clock that is met', async () => {
    const town = await townWith(1);
    const [clock] = town.database.clocks.all();
    if (clock === undefined) throw new Error('No clock.');
    town.database.clocks.update(clock.id, { state: 'met', metAt: town.clock.now() });
    const changed = valueOf(await declareClosure(town.calendarPorts, closing(), never));
    expect(changed).toMatchObject({ clocks: 0, moved: 0 });
    expect(town.database.clocks.all()[0]).toMatchObject({ dueAt: clock.dueAt, calendarVersion: 1 });
  });

  it('names the field at fault when it makes no sense, and saves nothing', async () => {
    const town = await townWith(1);
    const closure = { name: 'Snow', from: '2026-11-18T12:00', to: '2026-11-18T08:00' };
    const refused = await declareClosure(town.calendarPorts, closing({ closure }), never);
    expect(refused).toMatchObject({ ok: false, problem: { faults: [{ field: 'to' }] } });
    const past = { name: 'Snow', date: '2026-11-12' };
    const late = await previewClosure(town.calendarPorts, closing({ closure: past }));
    expect(late).toMatchObject({ ok: false, problem: { detail: expect.stringContaining('past') } });
    expect(town.database.documents.size).toBe(0);
    const nowhere = closing({ calendarName: 'nowhere' });
    const unknown = await declareClosure(town.calendarPorts, nowhere, never);
    expect(unknown).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });
});

describe('citizens who were told a time', () => {
  it('are told the new one in their language, once, when that was decided', async () => {
    const town = await townWith(1);
    await town.receive({ language: 'es', sender: { address: '+12025550177' } });
    const change = closing({ tellCitizens: true });
    const changed = valueOf(await declareClosure(town.calendarPorts, change, never));
    expect(changed.told).toBe(2);
    await declareClosure(town.calendarPorts, change, never);
    const bodies = statuses(town).map(({ body }) => body);
    expect(bodies).toEqual([
      expect.stringMatching(/by Wednesday 18 November, 10:00 am\. We are closed on Tuesday\.$/),
      expect.stringMatching(/miércoles.* 18 de noviembre/),
    ]);
  });

  it('are counted by account and language before anything is written', async () => {
    const town = await townWith(2);
    const preview = valueOf(await previewClosure(town.calendarPorts, closing()));
    expect(preview.citizens).toMatchObject([{ language: 'en', count: 2 }]);
    expect(preview.citizens[0]?.example).toContain('18 November');
    expect(preview.rows[0]).toMatchObject({
      kind: 'first_response',
      dueBefore: instantFromIso(tuesdayTen),
      dueAfter: instantFromIso(wednesdayTen),
      breach: null,
    });
    expect(dues(town)).toEqual([tuesdayTen, tuesdayTen]);
    expect(statuses(town)).toEqual([]);
    expect(preview.days[1]).toMatchObject({ date: '2026-11-17', openings: [], note: 'Snow' });
  });

  it('are left alone when it moves by less than a minute, or not at all', async () => {
    const town = await townWith(1);
    const from = '2026-11-17T08:00:00';
    for (const closure of [
      { from, to: '2026-11-17T08:00:30', name: 'Blink' },
      { date: '2026-12-24', name: 'Far off' },
    ]) {
      const change = closing({ closure, tellCitizens: true });
      const changed = valueOf(await declareClosure(town.calendarPorts, change, never));
      expect(changed).toMatchObject({ clocks: 1, told: 0, toldOtherwise: 0 });
    }
    expect(statuses(town)).toEqual([]);
    expect(dues(town)).toEqual(['2026-11-17T15:00:30.000Z']);
  });

  it('are only those who have an acknowledgement', async () => {
    const town = new MemoryTown();
    await town.receive({ automatic: true });
    const changed = valueOf(
      await declareClosure(town.calendarPorts, closing({ tellCitizens: true }), never),
    );
    expect(changed).toMatchObject({ moved: 1, told: 0 });
    expect(statuses(town)).toEqual([]);
  });
});

describe('a promise that is late', () => {
  const lateNow = instantFromIso('2026-11-17T20:00:00Z');

  it('is not late any more when the day was closed after all, and its breach is annulled', async () => {
    const town = await townWith(1);
    town.clock.moveTo(lateNow);
    const [clock] = town.database.clocks.all();
    if (clock === undefined) throw new Error('No clock.');
    const { dueAt } = clock;
    town.database.clocks.update(clock.id, { breachedAt: dueAt, noticedLevel: 101 });
    const fixed = { clockId: clock.id, level: 100, dueAt, kind: 'breach' } as const;
    town.database.notices.insert(`${clock.id} ${String(dueAt)} 100`, {
      ...fixed,
      noticedAt: dueAt,
    });
    const breached = { clockId: clock.id, kind: 'breached', fromAt: dueAt, dueAt } as const;
    const recorded = { reason: null, cause: 'sweep', recordedAt: lateNow };
    town.database.segments.insert(99, { ...breached, ...recorded });
    const changed = valueOf(await declareClosure(town.calendarPorts, closing(), never));
    expect(changed).toMatchObject({ annulled: 1, breached: 0 });
    expect(town.database.clocks.all()[0]).toMatchObject({ breachedAt: null, noticedLevel: 99 });
    expect(town.database.notices.all()).toMatchObject([{ level: 100, annulledAt: lateNow }]);
    const kinds = town.database.segments.all().map(({ kind }) => kind);
    expect(kinds).toEqual(['running', 'breached', 'due-moved', 'annulled']);
  });

  it('becomes late when a closure is taken back', async () => {
    const town = await townWith(0);
    await declareClosure(town.calendarPorts, closing(), never);
    await town.receive();
    town.clock.moveTo(lateNow);
    const change = openAgain(town, 2);
    const preview = valueOf(await previewChange(town.calendarPorts, change));
    expect(preview).toMatchObject({ moved: 1, breached: 1, rows: [{ breach: 'becomes' }] });
    const changed = valueOf(await applyChange(town.calendarPorts, change, never));
    expect(changed).toMatchObject({ version: 3, moved: 1, breached: 1 });
    const [clock] = town.database.clocks.all();
    expect(clock).toMatchObject({ dueAt: instantFromIso(tuesdayTen) });
    expect(clock?.nextStepAt).toBeLessThanOrEqual(lateNow);
  });
});

describe('a calendar', () => {
  it('is saved only on top of the version that was read', async () => {
    const town = await townWith(0);
    await declareClosure(town.calendarPorts, closing(), never);
    const stale = await applyChange(town.calendarPorts, openAgain(town, 1), never);
    expect(stale).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    const fresh = await applyChange(town.calendarPorts, openAgain(town, 2), never);
    expect(fresh).toMatchObject({ ok: true, value: { version: 3 } });
  });

  it('is new under a name that nobody has', async () => {
    const town = await townWith(1);
    const change = { ...openAgain(town, 0), name: 'water' };
    const changed = valueOf(await applyChange(town.calendarPorts, change, never));
    expect(changed).toMatchObject({ version: 1, clocks: 0 });
    expect(town.town().policy.calendars.get('water')?.version).toBe(1);
    expect(dues(town)).toEqual([tuesdayTen]);
  });

  it('that never opens is refused, and the one before holds', async () => {
    const town = await townWith(1);
    const change = { ...openAgain(town, 1), make: () => ({ zone: 'America/New_York', week: {} }) };
    const refused = await applyChange(town.calendarPorts, change, never);
    expect(refused).toMatchObject({ ok: false, problem: { faults: [{ field: 'week' }] } });
    expect(town.database.documents.size).toBe(0);
  });
});

/** The default calendar without closures. */
function openAgain(town: MemoryTown, expectedVersion: number): CalendarChange {
  const current = town.snapshot.calendars.get('default');
  if (current === undefined) throw new Error('No calendar.');
  const calendar = { ...calendarDocument(current.definition), closures: [] };
  const how = { reason: null, tellCitizens: false, staffId: fakeStaffId };
  return { name: 'default', expectedVersion, make: () => calendar, ...how };
}
