import { type BusinessCalendar, businessCalendar } from '../calendar/business-calendar.js';
import type { CalendarDefinition } from '../calendar/calendar-definition.js';
import type { SlaClockId } from '../identity/ids.js';
import { type ClockEvent, isClosedClock, moveDue, noticeSteps } from '../sla/clock-changes.js';
import { type ClockStep, stepsUntil } from '../sla/clock-steps.js';
import type { ClockChange, SlaClock, SlaSegment } from '../sla/sla-clock.js';
import { type ClockTerms, type SlaPolicy, termsOf } from '../sla/sla-policy.js';
import type { ClockStarted } from '../sla/start-clock.js';
import type { Instant } from '../time/instant.js';

/** One clock with its ledger, and what a watch that never sleeps noticed of it. */
export interface SimulatedClock {
  readonly request: string;
  clock: SlaClock;
  readonly segments: SlaSegment[];
  readonly notices: Notice[];
  /** The calendar of its version. */
  calendar: BusinessCalendar;
  /** The reply that met it. */
  metBy: number | null;
}

export interface Notice {
  readonly step: ClockStep;
  readonly dueAt: Instant;
  readonly noticedAt: Instant;
  annulledAt: Instant | null;
}

export type Change = (clock: SlaClock, event: ClockEvent, terms: ClockTerms) => ClockChange;

/** The clocks of a town that exists nowhere, and the calendar and policy that hold at the moment. */
export class SimulatedTown {
  readonly clocks: SimulatedClock[] = [];
  policy: SlaPolicy;
  private watchedUntil: Instant | null = null;

  constructor(
    public definition: CalendarDefinition,
    private readonly policyIn: (calendar: BusinessCalendar) => SlaPolicy,
  ) {
    this.policy = policyIn(businessCalendar(definition));
  }

  nextId(): SlaClockId {
    return `clock-${String(this.clocks.length + 1)}` as SlaClockId;
  }

  add(request: string, { clock, segment }: ClockStarted, calendar: BusinessCalendar): void {
    const segments = [segment];
    this.clocks.push({ request, clock, segments, notices: [], calendar, metBy: null });
  }

  change(simulated: SimulatedClock, change: Change, event: ClockEvent): void {
    const terms = termsOf(this.policy, simulated.clock);
    this.keep(simulated, change(simulated.clock, event, terms), event);
  }

  /** Open clocks are counted again; closed ones stay as they are. */
  changeCalendar(definition: CalendarDefinition, event: ClockEvent): void {
    this.definition = definition;
    this.policy = this.policyIn(businessCalendar(definition));
    for (const simulated of this.clocks) this.follow(simulated, event);
  }

  follow(simulated: SimulatedClock, event: ClockEvent): void {
    if (isClosedClock(simulated.clock)) return;
    const terms = termsOf(this.policy, simulated.clock);
    simulated.calendar = terms.calendar;
    this.keep(simulated, moveDue(simulated.clock, simulated.segments, terms, event), event);
  }

  /** Each step is noticed when it falls due, or when it came to be due. */
  watch(now: Instant): void {
    const since = this.watchedUntil ?? now;
    for (const simulated of this.clocks) {
      const terms = termsOf(this.policy, simulated.clock);
      const steps = stepsUntil(simulated.clock, terms, now);
      const { dueAt } = simulated.clock;
      for (const step of steps) {
        const noticedAt = Math.max(step.at, since) as Instant;
        simulated.notices.push({ step, dueAt, noticedAt, annulledAt: null });
      }
      const event = { at: now, recordedAt: now, cause: 'watch' };
      if (steps.length > 0) {
        this.keep(simulated, noticeSteps(simulated.clock, steps, event, terms), event);
      }
    }
    this.watchedUntil = now;
  }

  private keep(
    simulated: SimulatedClock,
    { clock, segments }: ClockChange,
    event: ClockEvent,
  ): void {
    simulated.clock = clock;
    simulated.segments.push(...segments);
    if (!segments.some(({ kind }) => kind === 'annulled')) return;
    for (const notice of simulated.notices) {
      if (notice.step.kind !== 'warning') notice.annulledAt ??= event.recordedAt;
    }
  }
}
