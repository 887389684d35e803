import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { defaultCalendar } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import type { Target } from '../calendar/target.js';
import type { Id } from '../identity/ids.js';
import { HOUR, type Instant, instantFromIso, isoFromInstant, MINUTE } from '../time/instant.js';
import {
  annulBreach,
  type ClockEvent,
  endClock,
  meetClock,
  moveDue,
  noticeSteps,
  pauseClock,
  reopenClock,
  resumeClock,
} from './clock-changes.js';
import { nextStep, stepsUntil } from './clock-steps.js';
import { defaultPolicy } from './default-policy.js';
import type { ClockChange, SlaClock, SlaClockKind } from './sla-clock.js';
import { choosePolicy, type ChosenPolicy } from './sla-policy.js';
import { startClock } from './start-clock.js';

const calendar = businessCalendar({ ...defaultCalendar, holidays: [] });
const terms = choosePolicy(defaultPolicy(calendar), {
  ...{ serviceCode: null, priority: null, channel: null },
});
const oneDay: Target = { kind: 'operating', ms: 12 * HOUR };
const monday = '2026-11-16T10:00-05:00';

describe('a promise', () => {
  it('answered exactly at the due instant is met, and a millisecond later is breached', () => {
    const { clock } = started('first_response');
    const inTime = meetClock(clock, eventAt(clock.dueAt), terms);
    expect(inTime.clock).toMatchObject({ state: 'met', breachedAt: null });
    const late = meetClock(clock, eventAt((clock.dueAt + 1) as Instant), terms);
    expect(late.clock).toMatchObject({ state: 'met', breachedAt: clock.dueAt });
    expect(late.segments.map(({ kind }) => kind)).toEqual(['met', 'breached']);
  });

  it('is not breached twice, nor by looking at it at the due instant', () => {
    const { clock } = started('first_response');
    expect(noticeSteps(clock, [], eventAt(clock.dueAt), terms).segments).toEqual([]);
    const breached = noticeSteps(clock, [], eventAt((clock.dueAt + 1) as Instant), terms);
    expect(breached.segments).toMatchObject([{ kind: 'breached', fromAt: clock.dueAt }]);
    const again = noticeSteps(breached.clock, [], eventAt((clock.dueAt + 2) as Instant), terms);
    expect(again.segments).toEqual([]);
  });

  it.each(['first_response', 'next_response', 'duty'] as const)(
    'of the kind %s cannot be paused',
    (kind) => {
      const { clock } = started(kind);
      expect(pauseClock(clock, event('2026-11-16T12:00-05:00'), terms)).toEqual({
        ...{ clock, segments: [] },
      });
    },
  );

  it('whose answer came back runs on, due when it always was, and is breached if that is over', () => {
    const { clock } = started('first_response');
    const met = meetClock(clock, event('2026-11-16T12:00-05:00'), terms).clock;
    const soon = reopenClock(met, event('2026-11-16T13:00-05:00'), terms);
    expect(soon.clock).toMatchObject({ state: 'running', dueAt: clock.dueAt, breachedAt: null });
    const late = reopenClock(met, event('2026-11-19T09:00-05:00'), terms);
    expect(late.clock).toMatchObject({ state: 'running', breachedAt: clock.dueAt });
    expect(reopenClock(soon.clock, event('2026-11-19T09:00-05:00'), terms).segments).toEqual([]);
  });

  it('that turns out to have been kept has its breach annulled, never deleted', () => {
    const { clock } = started('first_response');
    const breached = noticeSteps(clock, [], event('2026-11-17T10:01-05:00'), terms).clock;
    const evidence = { at: instantFromIso('2026-11-17T09:59-05:00'), recordedAt: clock.dueAt };
    const kept = annulBreach(breached, { ...evidence, cause: 'receipt' }, terms);
    expect(kept.clock).toMatchObject({ state: 'met', metAt: evidence.at, breachedAt: null });
    expect(kept.segments.map(({ kind }) => kind)).toEqual(['met', 'annulled']);
    const tooLate = { ...eventAt((clock.dueAt + 1) as Instant) };
    expect(annulBreach(breached, tooLate, terms).segments).toEqual([]);
    expect(annulBreach(clock, eventAt(clock.startedAt), terms).segments).toEqual([]);
  });

  it('that nobody waits for ends, and is not met afterwards', () => {
    const { clock } = started('first_response');
    const ended = endClock(clock, event('2026-11-16T12:00-05:00'), terms).clock;
    expect(ended).toMatchObject({ state: 'ended', breachedAt: null, nextStepAt: null });
    expect(meetClock(ended, event('2026-11-16T13:00-05:00'), terms).segments).toEqual([]);
  });
});

describe('a pause', () => {
  const paused = pauseClock(started('resolution').clock, event('2026-11-16T12:00-05:00'), terms);

  it('is given back in opening time', () => {
    const resumed = resumeClock(paused.clock, event('2026-11-18T09:00-05:00'), terms).clock;
    // Seven hours of Monday, twelve of Tuesday, two of Wednesday.
    expect(isoFromInstant(resumed.dueAt)).toBe('2026-11-19T00:00:00.000Z');
    expect(calendar.operatingTimeBetween(paused.clock.dueAt, resumed.dueAt)).toBe(21 * HOUR);
  });

  it('of a promise that runs day and night is given back by its length', () => {
    const target: Target = { kind: 'wall', ms: 24 * HOUR };
    const { clock } = started('resolution', target);
    const before = pauseClock(clock, event('2026-11-16T12:00-05:00'), terms).clock;
    const after = resumeClock(before, event('2026-11-18T09:00-05:00'), terms).clock;
    expect(after.dueAt - clock.dueAt).toBe(45 * HOUR);
  });

  it('does not mend a promise that was broken before it', () => {
    const { clock } = started('resolution');
    const late = pauseClock(clock, event('2026-11-17T10:01-05:00'), terms);
    expect(late.clock).toMatchObject({ state: 'paused', breachedAt: clock.dueAt });
    const resumed = resumeClock(late.clock, event('2026-11-18T10:00-05:00'), terms).clock;
    expect(resumed).toMatchObject({ dueAt: clock.dueAt, breachedAt: clock.dueAt });
  });

  it('that ends where it began never was', () => {
    const { clock } = started('resolution');
    const back = {
      ...event('2026-11-16T15:00-05:00'),
      at: instantFromIso('2026-11-16T12:00-05:00'),
    };
    expect(resumeClock(paused.clock, back, terms).clock.dueAt).toBe(clock.dueAt);
  });

  it('keeps every step back while it lasts', () => {
    expect(paused.clock.nextStepAt).toBeNull();
    expect(stepsUntil(paused.clock, terms, instantFromIso('2027-01-01T00:00Z'))).toEqual([]);
  });

  it('moves the due time by exactly its opening time, and never forward', () => {
    const law = fc.property(
      fc.nat({ max: 20_000 }),
      fc.integer({ min: 1, max: 3_000 }),
      fc.nat({ max: 10_000 }),
      fc.nat({ max: 20_000 }),
      (start, minutes, until, length) => {
        const startedAt = (instantFromIso(monday) + start * MINUTE) as Instant;
        const { clock } = started(
          'resolution',
          { kind: 'operating', ms: minutes * MINUTE },
          startedAt,
        );
        const pausedAt = Math.min(startedAt + until * MINUTE, clock.dueAt) as Instant;
        const resumedAt = (pausedAt + length * MINUTE) as Instant;
        const waiting = pauseClock(clock, eventAt(pausedAt), terms).clock;
        const { dueAt } = resumeClock(waiting, eventAt(resumedAt), terms).clock;
        expect(dueAt).toBeGreaterThanOrEqual(clock.dueAt);
        const moved = calendar.operatingTimeBetween(clock.dueAt, dueAt);
        expect(moved).toBe(calendar.operatingTimeBetween(pausedAt, resumedAt));
      },
    );
    fc.assert(law, { numRuns: 300 });
  });
});

describe('a calendar that changes', () => {
  const snow = { date: '2026-11-17', name: 'Snow' };
  const changed = businessCalendar({ ...calendar.definition, version: 2, closures: [snow] });
  const afterwards = { ...terms, calendar: changed };

  it('moves open clocks and says why', () => {
    const { clock, segments } = started('first_response');
    const moved = moveDue(clock, segments, afterwards, {
      ...event('2026-11-16T18:00-05:00'),
      reason: 'Snow',
    });
    expect(isoFromInstant(moved.clock.dueAt)).toBe('2026-11-18T15:00:00.000Z');
    expect(moved.clock.calendarVersion).toBe(2);
    expect(moved.segments).toMatchObject([
      { kind: 'due-moved', dueAt: moved.clock.dueAt, reason: 'Snow' },
    ]);
  });

  it('takes back a breach that it disproves, and the breach is told again when it comes', () => {
    const { clock, segments } = started('first_response');
    const at = instantFromIso('2026-11-17T10:30-05:00');
    const noticed = noticeSteps(clock, stepsUntil(clock, terms, at), eventAt(at), terms);
    expect(noticed.clock.noticedLevel).toBe(101);
    const history = [...segments, ...noticed.segments];
    const moved = moveDue(noticed.clock, history, afterwards, eventAt(at));
    expect(moved.segments.map(({ kind }) => kind)).toEqual(['due-moved', 'annulled']);
    expect(moved.clock).toMatchObject({ breachedAt: null, noticedLevel: 99 });
    expect(nextStep(moved.clock, afterwards)).toMatchObject({ kind: 'breach', level: 100 });
  });

  it('never moves a closed clock', () => {
    const { clock, segments } = started('first_response');
    const met = meetClock(clock, event('2026-11-16T12:00-05:00'), terms);
    const history = [...segments, ...met.segments];
    expect(moveDue(met.clock, history, afterwards, event('2026-11-16T18:00-05:00'))).toEqual({
      ...{ clock: met.clock, segments: [] },
    });
  });
});

describe('the steps of watching', () => {
  it('come at their share of the promised time, then the breach, then the escalations', () => {
    const { clock } = started('first_response');
    const steps = stepsUntil(clock, terms, instantFromIso('2026-12-01T00:00Z'));
    expect(steps.map(({ kind, level, at }) => [kind, level, isoFromInstant(at)])).toEqual([
      ['warning', 50, '2026-11-16T21:00:00.000Z'],
      ['warning', 75, '2026-11-17T00:00:00.000Z'],
      ['warning', 90, '2026-11-17T13:48:00.000Z'],
      ['breach', 100, '2026-11-17T15:00:00.001Z'],
      ['escalation', 101, '2026-11-17T15:00:00.001Z'],
      ['escalation', 102, '2026-11-17T17:00:00.000Z'],
    ]);
  });

  it('are never early, and are caught up with once each', () => {
    const { clock } = started('first_response');
    expect(stepsUntil(clock, terms, clock.dueAt).map(({ level }) => level)).toEqual([50, 75, 90]);
    const now = (clock.dueAt + HOUR) as Instant;
    const steps = stepsUntil(clock, terms, now);
    expect(steps.map(({ level }) => level)).toEqual([50, 75, 90, 100, 101]);
    const noticed = noticeSteps(clock, steps, eventAt(now), terms).clock;
    expect(stepsUntil(noticed, terms, now)).toEqual([]);
    expect(noticed.nextStepAt).toBe(instantFromIso('2026-11-17T12:00-05:00'));
  });

  it('move with a pause: what was used before it stays used', () => {
    const { clock } = started('resolution');
    const paused = pauseClock(clock, event('2026-11-16T15:00-05:00'), terms).clock;
    const resumed = resumeClock(paused, event('2026-11-17T15:00-05:00'), terms).clock;
    expect(nextStep(resumed, terms)).toMatchObject({
      level: 50,
      at: instantFromIso('2026-11-17T16:00-05:00'),
    });
  });

  it('end with the answer; but a breach that it came too late for is told', () => {
    const { clock } = started('first_response');
    expect(meetClock(clock, event('2026-11-16T12:00-05:00'), terms).clock.nextStepAt).toBeNull();
    const late = meetClock(clock, event('2026-11-17T12:00-05:00'), terms).clock;
    expect(stepsUntil(late, terms, instantFromIso('2026-12-01T00:00Z'))).toMatchObject([
      { kind: 'breach', level: 100 },
    ]);
  });
});

function started(
  kind: SlaClockKind,
  target: Target = oneDay,
  startedAt: Instant = instantFromIso(monday),
): { readonly clock: SlaClock; readonly segments: ClockChange['segments'] } {
  const ids = { id: 'clock' as Id<'SlaClock'>, requestId: 'request' as Id<'ServiceRequest'> };
  const start = { ...ids, kind, startedAt, recordedAt: startedAt, cause: 'envelope:1' };
  const chosen: ChosenPolicy = terms;
  const { clock, segment } = startClock(start, target, chosen);
  return { clock, segments: [segment] };
}

function event(at: string): ClockEvent {
  return eventAt(instantFromIso(at));
}

function eventAt(at: Instant): ClockEvent {
  return { at, recordedAt: at, cause: 'test' };
}
