import { expect } from '@jest/globals';

import { businessCalendar } from '#core/calendar/business-calendar';
import type { CalendarDefinition } from '#core/calendar/calendar-definition';
import type { Target } from '#core/calendar/target';
import type { Id } from '#core/identity/ids';
import {
  endClock,
  meetClock,
  moveDue,
  noticeSteps,
  pauseClock,
  reopenClock,
  resumeClock,
} from '#core/sla/clock-changes';
import { BREACH_LEVEL, stepsUntil } from '#core/sla/clock-steps';
import { replayClock } from '#core/sla/replay-clock';
import type { ClockChange, SlaClock, SlaClockKind, SlaSegment } from '#core/sla/sla-clock';
import type { ChosenPolicy, PolicyRule } from '#core/sla/sla-policy';
import { startClock } from '#core/sla/start-clock';
import { DAY, HOUR, type Instant, instantFromIso, MINUTE } from '#core/time/instant';

import { type ClockFacts, judgeByWalking } from './oracles/walking-clock.js';

const weeks: readonly CalendarDefinition['week'][] = [
  week([{ from: '07:00', to: '19:00' }], 5),
  week(
    [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:30' },
    ],
    6,
  ),
  week(
    [
      { from: '00:00', to: '06:00' },
      { from: '20:00', to: '23:30' },
    ],
    7,
  ),
];
const rule: PolicyRule = {
  name: 'everything',
  when: {},
  calendar: 'town',
  targets: { firstResponse: { kind: 'wall', ms: 1 }, nextResponse: { kind: 'wall', ms: 1 } },
  warnAt: [50, 75, 90],
  escalations: [
    { after: { kind: 'operating', ms: 0 }, notify: ['role:supervisor'] },
    { after: { kind: 'wall', ms: 2 * HOUR }, notify: ['role:administrator'] },
  ],
  emergency: false,
};
const levels = [50, 75, 90, 100, 101, 102];

export type Happening =
  | { readonly kind: 'pause' | 'resume' | 'meet' | 'bounce' | 'end' | 'sweep' | 'crash' }
  | { readonly kind: 'met-before'; readonly minutes: number }
  | { readonly kind: 'closure'; readonly day: number }
  | { readonly kind: 'hours'; readonly week: number };

export interface Beginning {
  readonly kind: SlaClockKind;
  readonly minute: number;
  readonly minutes: number;
  readonly wall: boolean;
  readonly week: number;
}

/** The clock as the product keeps it, beside the bare facts. */
export class ClockTown {
  private clock: SlaClock;
  private readonly segments: SlaSegment[] = [];
  private readonly noticed: string[] = [];
  private facts: ClockFacts;
  private current: ChosenPolicy;
  /** The calendar in which the clock is counted: closed clocks do not follow changes. */
  private counted: ChosenPolicy;
  private round = 0;
  private closedOnce = false;
  private changedAt: Instant;

  constructor(beginning: Beginning) {
    const startedAt = (instantFromIso('2026-03-01T00:00-05:00') +
      beginning.minute * MINUTE) as Instant;
    this.current = chosen(definitionOf(beginning.week));
    this.counted = this.current;
    const ms = beginning.minutes * MINUTE;
    const target: Target = beginning.wall ? { kind: 'wall', ms } : { kind: 'operating', ms };
    const ids = { id: 'clock' as Id<'SlaClock'>, requestId: 'request' as Id<'ServiceRequest'> };
    const start = { ...ids, kind: beginning.kind, startedAt, recordedAt: startedAt, cause: 'test' };
    const begun = startClock(start, target, this.current);
    this.clock = begun.clock;
    this.segments.push(begun.segment);
    this.changedAt = startedAt;
    this.facts = {
      ...{ startedAt, minutes: beginning.minutes, wall: beginning.wall, now: startedAt },
      ...{ pauses: [], metAt: null, endedAt: null },
      definition: this.current.calendar.definition,
    };
  }

  wait(minutes: number): void {
    this.facts = { ...this.facts, now: (this.facts.now + minutes * MINUTE) as Instant };
  }

  happen(happening: Happening): void {
    const { now } = this.facts;
    const event = { at: now, recordedAt: now, cause: 'test' };
    switch (happening.kind) {
      case 'pause':
        this.keep(pauseClock(this.clock, event, this.counted));
        if (this.isRunning && this.clock.kind === 'resolution') this.pause();
        return;
      case 'resume':
        this.keep(resumeClock(this.clock, event, this.counted));
        this.endPause(now);
        return;
      case 'meet':
        this.meet(now);
        return;
      case 'met-before':
        this.meet(Math.max(now - happening.minutes * MINUTE, this.changedAt) as Instant);
        return;
      case 'bounce':
        this.reopen();
        return;
      case 'end':
        this.keep(endClock(this.clock, event, this.counted));
        if (!this.isClosed) this.facts = { ...this.facts, endedAt: now };
        return;
      case 'closure':
        this.closeOn(happening.day);
        return;
      case 'hours':
        this.changeCalendar({
          ...this.current.calendar.definition,
          week: weeks[happening.week] ?? {},
        });
        return;
      case 'sweep':
        this.sweep();
        return;
      case 'crash':
        this.replay();
        return;
    }
  }

  /** The facts do not depend on who looked when: a sweep now would not change what is compared. */
  compare(): void {
    const { now } = this.facts;
    const event = { at: now, recordedAt: now, cause: 'test' };
    const { clock } = noticeSteps(this.clock, [], event, this.counted);
    const { dueAt, breachedAt } = judgeByWalking(this.facts);
    expect({ dueAt: clock.dueAt, breachedAt: clock.breachedAt }).toEqual({ dueAt, breachedAt });
    expect(clock.state).toBe(this.state);
  }

  /** Long after everything: what runs has been noticed in full, what does not has no step left. */
  finish(): void {
    this.wait(60 * 24 * 60);
    this.sweep();
    this.sweep();
    expect(new Set(this.noticed).size).toBe(this.noticed.length);
    expect(this.clock.nextStepAt).toBeNull();
    if (!this.isRunning) return;
    const breaches = levels.filter((level) => level >= BREACH_LEVEL);
    expect(this.noticed).toEqual(
      expect.arrayContaining(breaches.map((level) => `${this.round} ${level}`)),
    );
    // Whoever was late and closed is not warned any more.
    if (this.closedOnce) return;
    expect(this.noticed).toEqual(expect.arrayContaining(rule.warnAt.map(String)));
  }

  private get isClosed(): boolean {
    return this.facts.metAt !== null || this.facts.endedAt !== null;
  }

  private get isRunning(): boolean {
    return !this.isClosed && this.lasting === undefined;
  }

  private get lasting() {
    return this.facts.pauses.find(({ to }) => to === null);
  }

  private get state(): SlaClock['state'] {
    if (this.facts.metAt !== null) return 'met';
    if (this.facts.endedAt !== null) return 'ended';
    return this.lasting === undefined ? 'running' : 'paused';
  }

  private pause(): void {
    const { pauses, now } = this.facts;
    this.facts = { ...this.facts, pauses: [...pauses, { from: now, to: null }] };
    this.changedAt = now;
  }

  private endPause(to: Instant): void {
    if (this.isClosed || this.lasting === undefined) return;
    const pauses = this.facts.pauses.map((pause) => ({ ...pause, to: pause.to ?? to }));
    this.facts = { ...this.facts, pauses };
    this.changedAt = to;
  }

  private meet(at: Instant): void {
    const event = { at, recordedAt: this.facts.now, cause: 'test' };
    this.keep(meetClock(this.clock, event, this.counted));
    if (this.isClosed) return;
    this.endPause(at);
    this.facts = { ...this.facts, metAt: at };
  }

  private reopen(): void {
    const { now } = this.facts;
    const event = { at: now, recordedAt: now, cause: 'test' };
    if (this.facts.metAt !== null) this.facts = { ...this.facts, metAt: null };
    this.keep(reopenClock(this.clock, event, this.counted));
    if (!this.isClosed) this.follow();
  }

  private closeOn(day: number): void {
    const { definition } = this.current.calendar;
    const date = new Date(Date.parse('2026-03-01') + day * DAY).toISOString().slice(0, 10);
    this.changeCalendar({
      ...definition,
      closures: [...definition.closures, { date, name: 'Snow' }],
    });
  }

  private changeCalendar(definition: CalendarDefinition): void {
    this.current = chosen({ ...definition, version: definition.version + 1 });
    if (!this.isClosed) this.follow();
  }

  private follow(): void {
    const event = { at: this.facts.now, recordedAt: this.facts.now, cause: 'calendar' };
    this.counted = this.current;
    this.facts = { ...this.facts, definition: this.current.calendar.definition };
    this.keep(moveDue(this.clock, this.segments, this.counted, event));
  }

  private sweep(): void {
    const { now } = this.facts;
    const steps = stepsUntil(this.clock, this.counted, now);
    const { breachedAt } = judgeByWalking(this.facts);
    for (const { kind, level, at } of steps) {
      expect(at).toBeLessThanOrEqual(now);
      if (kind !== 'warning') expect(breachedAt).not.toBeNull();
      // A warning is given once; what is breached anew is told anew.
      this.noticed.push(kind === 'warning' ? String(level) : `${this.round} ${level}`);
    }
    this.keep(
      noticeSteps(this.clock, steps, { at: now, recordedAt: now, cause: 'sweep' }, this.counted),
    );
    expect(stepsUntil(this.clock, this.counted, now)).toEqual([]);
  }

  private keep({ clock, segments }: ClockChange): void {
    this.clock = clock;
    this.closedOnce ||= clock.state === 'met';
    this.segments.push(...segments);
    this.round += segments.filter(({ kind }) => kind === 'annulled').length;
  }

  private replay(): void {
    const replayed = replayClock(this.clock, this.segments, this.counted.calendar);
    expect(replayed).toEqual(this.clock);
    this.clock = replayed;
  }
}

function week(
  spans: readonly { from: string; to: string }[],
  days: number,
): CalendarDefinition['week'] {
  return Object.fromEntries(Array.from({ length: days }, (_, day) => [day + 1, spans]));
}

function definitionOf(which: number): CalendarDefinition {
  return {
    ...{ name: 'town', version: 1, zone: 'America/New_York', week: weeks[which] ?? {} },
    ...{
      holidays: [{ date: '2026-03-04', name: 'Founders Day' }],
      closures: [],
      extraOpenings: [],
    },
    businessDayMs: 12 * HOUR,
  };
}

function chosen(definition: CalendarDefinition): ChosenPolicy {
  const calendar = businessCalendar(definition);
  return { rule, version: 1, calendar, why: '' };
}
