import { describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import type { CalendarDefinition } from '../calendar/calendar-definition.js';
import type { Target } from '../calendar/target.js';
import type { Id } from '../identity/ids.js';
import { HOUR, type Instant, instantFromIso } from '../time/instant.js';
import {
  type ClockEvent,
  meetClock,
  moveDue,
  noticeSteps,
  pauseClock,
  resumeClock,
} from './clock-changes.js';
import { defaultPolicy } from './default-policy.js';
import { explainClock } from './explain-clock.js';
import type { ClockChange, SlaClock, SlaClockKind, SlaSegment } from './sla-clock.js';
import { choosePolicy, type ChosenPolicy } from './sla-policy.js';
import { startClock } from './start-clock.js';

const oneDay: Target = { kind: 'operating', ms: 12 * HOUR };

describe('the explanation of a due time', () => {
  it('counts the days one by one', () => {
    const told = new Told('2026-11-13T18:00-05:00', oneDay);
    expect(told.inEnglish).toBe(
      'Received Friday 6:00 pm. 1 h counted on Friday. Closed Saturday and Sunday. ' +
        '11 h counted on Monday. Due Monday 6:00 pm.',
    );
    expect(told.inSpanish).toBe(
      'Se recibió: viernes 18:00. viernes: 1 h. Cerrado: sábado y domingo. lunes: 11 h. Vence: lunes 18:00.',
    );
  });

  it('names holidays, and closures that take a part of a day', () => {
    const told = new Told('2026-11-25T13:00-05:00', oneDay, {
      holidays: [{ date: '2026-11-26', name: 'Thanksgiving Day' }],
      closures: [{ from: '2026-11-27T07:00', to: '2026-11-27T12:30', name: 'Power cut' }],
    });
    expect(told.inEnglish).toBe(
      'Received Wednesday 1:00 pm. 6 h counted on Wednesday. Closed Thursday: Thanksgiving Day. ' +
        '6 h counted on Friday, closed for a part of it: Power cut. Due Friday 6:30 pm.',
    );
  });

  it('says what was not counted and why', () => {
    const told = new Told('2026-11-16T10:00-05:00', oneDay, {}, 'resolution');
    told.then(pauseClock, '2026-11-16T12:00-05:00', 'We asked which corner it is');
    told.then(resumeClock, '2026-11-16T15:30-05:00');
    told.then(meetClock, '2026-11-17T13:00-05:00');
    expect(told.inEnglish).toBe(
      'Received Monday 10:00 am. 5 h 30 min counted on Monday. ' +
        'Not counted from Monday 12:00 pm to Monday 3:30 pm: We asked which corner it is. ' +
        '6 h 30 min counted on Tuesday. Due Tuesday 1:30 pm. Met Tuesday 1:00 pm.',
    );
  });

  it('tells of a pause that lasts instead of a due time that is not known', () => {
    const told = new Told('2026-11-16T10:00-05:00', oneDay, {}, 'resolution');
    told.then(pauseClock, '2026-11-16T12:00-05:00');
    expect(told.inEnglish).toBe(
      'Received Monday 10:00 am. 2 h counted on Monday. ' +
        'Not counted since Monday 12:00 pm: we wait for an answer of the citizen.',
    );
  });

  it('tells how a closure moved it, and that it was not met', () => {
    const told = new Told('2026-11-16T10:00-05:00', oneDay);
    told.move(
      { closures: [{ date: '2026-11-17', name: 'Snow' }] },
      '2026-11-16T18:00-05:00',
      'Snow',
    );
    told.then(
      (clock, event, terms) => noticeSteps(clock, [], event, terms),
      '2026-11-18T10:01-05:00',
    );
    expect(told.inEnglish).toBe(
      'Received Monday 10:00 am. 9 h counted on Monday. Closed Tuesday: Snow. ' +
        '3 h counted on Wednesday. On Monday 6:00 pm the due time moved to Wednesday 10:00 am: Snow. ' +
        'Due Wednesday 10:00 am. Breached: nothing met it by Wednesday 10:00 am.',
    );
  });

  it('says how days and hours are counted that pass while the town is closed', () => {
    expect(new Told('2026-11-14T12:00-05:00', { kind: 'wall', ms: 24 * HOUR }).inEnglish).toBe(
      'Received Saturday 12:00 pm. Counts day and night: 24 h. Due Sunday 12:00 pm.',
    );
    const working = new Told('2026-11-14T12:00-05:00', { kind: 'working-days', days: 2 });
    expect(working.inEnglish).toBe(
      'Received Saturday 12:00 pm. Counted from Monday 7:00 am. ' +
        'Counts 2 working days, to the same time of the day. Closed Saturday and Sunday. ' +
        'Due Wednesday 7:00 am.',
    );
  });

  it('stays short for a long clock, and gives dates where a weekday would leave a doubt', () => {
    const told = new Told('2026-11-13T18:00-05:00', { kind: 'operating', ms: 40 * 12 * HOUR });
    expect(told.sentences.length).toBeLessThanOrEqual(13);
    expect(told.inEnglish).toContain('1 h counted on Friday 13 November.');
    expect(told.inEnglish).toMatch(/… 3\d working days with \d+ h …/);
    expect(told.inEnglish).toContain('Due Friday 8 January 6:00 pm.');
  });
});

type Happening = (clock: SlaClock, event: ClockEvent, terms: ChosenPolicy) => ClockChange;

class Told {
  private clock: SlaClock;
  private readonly segments: SlaSegment[] = [];
  private definition: CalendarDefinition;

  constructor(
    receivedAt: string,
    target: Target,
    changes: Partial<CalendarDefinition> = {},
    kind: SlaClockKind = 'first_response',
  ) {
    this.definition = { ...defaultCalendar, holidays: [], ...changes };
    const startedAt = instantFromIso(receivedAt);
    const ids = { id: 'clock' as Id<'SlaClock'>, requestId: 'request' as Id<'ServiceRequest'> };
    const start = { ...ids, kind, startedAt, recordedAt: startedAt, cause: 'test' };
    const { clock, segment } = startClock(start, target, this.terms);
    this.clock = clock;
    this.segments.push(segment);
  }

  get sentences(): readonly string[] {
    return this.explained('en');
  }

  get inEnglish(): string {
    return this.explained('en').join(' ');
  }

  get inSpanish(): string {
    return this.explained('es').join(' ');
  }

  then(happening: Happening, at: string, reason?: string): void {
    this.keep(happening(this.clock, eventAt(instantFromIso(at), reason), this.terms));
  }

  move(changes: Partial<CalendarDefinition>, at: string, reason: string): void {
    this.definition = { ...this.definition, ...changes, version: this.definition.version + 1 };
    const event = eventAt(instantFromIso(at), reason);
    this.keep(moveDue(this.clock, this.segments, this.terms, event));
  }

  private get terms(): ChosenPolicy {
    const policy = defaultPolicy(businessCalendar(this.definition));
    return choosePolicy(policy, { serviceCode: null, priority: null, channel: null });
  }

  private keep({ clock, segments }: ClockChange): void {
    this.clock = clock;
    this.segments.push(...segments);
  }

  private explained(language: 'en' | 'es'): readonly string[] {
    const { clock, segments } = this;
    return explainClock({ clock, segments, calendar: this.terms.calendar, language });
  }
}

function eventAt(at: Instant, reason?: string): ClockEvent {
  const event = { at, recordedAt: at, cause: 'test' };
  return reason === undefined ? event : { ...event, reason };
}
