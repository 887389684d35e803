import { describeTarget } from '../calendar/target.js';
import { wallClock } from '../calendar/wall-clock.js';
import { explainClock } from '../sla/explain-clock.js';
import type { SlaClockKind, SlaClockState } from '../sla/sla-clock.js';
import { type Instant, isoFromInstant } from '../time/instant.js';
import type { Notice, SimulatedClock, SimulatedTown } from './simulated-town.js';

/** What a simulation prints. Instants are ISO 8601 in UTC; those that end in `Local` are of the zone. */
export interface SimulationAnswer {
  readonly clocks: readonly ClockAnswer[];
  readonly warnings: readonly (NoticeAnswer & { readonly percent: number })[];
  readonly breaches: readonly NoticeAnswer[];
  readonly escalations: readonly (NoticeAnswer & { readonly notify: readonly string[] })[];
}

export interface ClockAnswer {
  readonly request: string;
  readonly kind: SlaClockKind;
  readonly rule: string;
  readonly target: string;
  readonly state: SlaClockState;
  readonly started: string;
  readonly due: string;
  readonly dueLocal: string;
  readonly paused: string | null;
  readonly met: string | null;
  readonly ended: string | null;
  readonly breached: boolean;
  readonly explanation: readonly string[];
}

export interface NoticeAnswer {
  readonly request: string;
  readonly kind: SlaClockKind;
  readonly level: number;
  readonly due: string;
  readonly noticed: string;
  readonly noticedLocal: string;
  /** When later evidence or a closure took it back. */
  readonly annulled: string | null;
}

export function simulationAnswer({ clocks }: SimulatedTown): SimulationAnswer {
  const noticed = clocks
    .flatMap((simulated) => simulated.notices.map((notice) => ({ simulated, notice })))
    .toSorted((one, other) => one.notice.noticedAt - other.notice.noticedAt);
  const answers = noticed.map(({ simulated, notice }) => ({
    step: notice.step,
    answer: noticeAnswer(simulated, notice),
  }));
  return {
    clocks: clocks.map(clockAnswer),
    warnings: answers.flatMap(({ step, answer }) =>
      step.kind === 'warning' ? [{ ...answer, percent: step.level }] : [],
    ),
    breaches: answers.flatMap(({ step, answer }) => (step.kind === 'breach' ? [answer] : [])),
    escalations: answers.flatMap(({ step, answer }) =>
      step.kind === 'escalation' ? [{ ...answer, notify: step.notify }] : [],
    ),
  };
}

function clockAnswer({ request, clock, segments, calendar }: SimulatedClock): ClockAnswer {
  return {
    request,
    kind: clock.kind,
    rule: clock.policyName,
    target: describeTarget(clock.target, calendar),
    state: clock.state,
    started: isoFromInstant(clock.startedAt),
    due: isoFromInstant(clock.dueAt),
    dueLocal: wallClock(calendar.zone).isoOf(clock.dueAt),
    paused: isoOrNull(clock.pausedAt),
    met: isoOrNull(clock.metAt),
    ended: isoOrNull(clock.endedAt),
    breached: clock.breachedAt !== null,
    explanation: explainClock({ clock, segments, calendar, language: 'en' }),
  };
}

function noticeAnswer({ request, clock, calendar }: SimulatedClock, notice: Notice): NoticeAnswer {
  return {
    request,
    kind: clock.kind,
    level: notice.step.level,
    due: isoFromInstant(notice.dueAt),
    noticed: isoFromInstant(notice.noticedAt),
    noticedLocal: wallClock(calendar.zone).isoOf(notice.noticedAt),
    annulled: isoOrNull(notice.annulledAt),
  };
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}
