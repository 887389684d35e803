import type { BusinessCalendar } from '../calendar/business-calendar.js';
import type { Target } from '../calendar/target.js';
import type { ResponseClockKind, SlaClockKind } from './sla-clock.js';

/** What a request must be for a rule to hold; nothing named means every request. */
export interface PolicyConditions {
  readonly service?: string;
  readonly priority?: string;
  readonly channel?: string;
}

export interface PolicyTargets {
  readonly firstResponse: Target;
  readonly nextResponse: Target;
  readonly resolution?: Target;
  readonly duty?: Target;
}

export interface Escalation {
  /** Counted from the missed due time. */
  readonly after: Target;
  /** Staff members by name, or roles as `role:supervisor`. */
  readonly notify: readonly string[];
}

export interface PolicyRule {
  readonly name: string;
  readonly when: PolicyConditions;
  /** Name of the calendar that its targets are counted in. */
  readonly calendar: string;
  readonly targets: PolicyTargets;
  /** Percent of the promised time, ascending. */
  readonly warnAt: readonly number[];
  readonly escalations: readonly Escalation[];
  /** Its alerts do not wait for the morning. */
  readonly emergency: boolean;
}

/** The rules and calendars of one moment: a snapshot, replaced as a whole. */
export interface SlaPolicy {
  /** Grows with every change; clock rows keep the version that they were started with. */
  readonly version: number;
  readonly rules: readonly PolicyRule[];
  readonly calendars: ReadonlyMap<string, BusinessCalendar>;
}

/** What a clock is counted and watched by. */
export interface ClockTerms {
  readonly rule: Pick<PolicyRule, 'warnAt' | 'escalations'>;
  readonly calendar: BusinessCalendar;
}

export interface PolicyQuestion {
  readonly serviceCode: string | null;
  readonly priority: string | null;
  readonly channel: string | null;
}

export interface ChosenPolicy {
  readonly rule: PolicyRule;
  readonly version: number;
  readonly calendar: BusinessCalendar;
  /** Why this rule and no other, in a sentence for staff. */
  readonly why: string;
}

/** A named service weighs more than a named priority and channel together, a priority more than a channel. */
const WEIGHT = { service: 4, priority: 2, channel: 1 } as const;
const conditionNames = ['service', 'priority', 'channel'] as const;

/**
 * The most specific rule that fits. Two rules of equal weight that fit the same request have the same
 * conditions, which `readPolicies` refuses; and it demands one rule without conditions.
 */
export function choosePolicy(policy: SlaPolicy, question: PolicyQuestion): ChosenPolicy {
  const fitting = policy.rules.filter((rule) => fits(rule.when, question));
  const [rule] = fitting.toSorted((one, other) => weight(other.when) - weight(one.when));
  if (rule === undefined) {
    throw new RangeError('The policy has no rule without conditions; it must always have one.');
  }
  const calendar = policy.calendars.get(rule.calendar);
  if (calendar === undefined) {
    throw new RangeError(`The rule ${rule.name} counts in ${rule.calendar}, which is no calendar.`);
  }
  return { rule, version: policy.version, calendar, why: why(rule, fitting.length - 1) };
}

/**
 * The terms of a clock that runs: of the rule and the calendar that it began with, as they are now. A
 * rule that is gone is replaced by the general one, a calendar that is gone by that rule's.
 */
export function termsOf(
  policy: SlaPolicy,
  clock: { readonly policyName: string; readonly calendarName: string },
): ClockTerms {
  const general = choosePolicy(policy, { serviceCode: null, priority: null, channel: null });
  const rule = policy.rules.find(({ name }) => name === clock.policyName) ?? general.rule;
  return { rule, calendar: policy.calendars.get(clock.calendarName) ?? general.calendar };
}

/** How long a clock of this kind may take; null when the rule promises nothing of the kind. */
export function targetOf(rule: PolicyRule, kind: ResponseClockKind): Target;
export function targetOf(rule: PolicyRule, kind: SlaClockKind): Target | null;
export function targetOf({ targets }: PolicyRule, kind: SlaClockKind): Target | null {
  switch (kind) {
    case 'first_response':
      return targets.firstResponse;
    case 'next_response':
      return targets.nextResponse;
    case 'resolution':
      return targets.resolution ?? null;
    case 'duty':
      return targets.duty ?? null;
  }
}

/** The clocks that begin with a request. */
export function firstClockKinds(rule: PolicyRule): readonly SlaClockKind[] {
  const kinds = ['first_response', 'resolution', 'duty'] as const;
  return kinds.filter((kind) => targetOf(rule, kind) !== null);
}

function fits(when: PolicyConditions, { serviceCode, priority, channel }: PolicyQuestion): boolean {
  const asked = { service: serviceCode, priority, channel };
  return conditionNames.every((name) => when[name] === undefined || when[name] === asked[name]);
}

function weight(when: PolicyConditions): number {
  return conditionNames.reduce(
    (sum, name) => sum + (when[name] === undefined ? 0 : WEIGHT[name]),
    0,
  );
}

function why({ name, when }: PolicyRule, others: number): string {
  const named = conditionNames.flatMap((condition) => {
    const value = when[condition];
    return value === undefined ? [] : [`${condition} ${value}`];
  });
  if (named.length === 0) return `Rule "${name}" holds for every request, and no other rule fits.`;
  const beside = others === 1 ? '1 more general rule' : `${String(others)} more general rules`;
  return `Rule "${name}" names the ${named.join(' and the ')}; it goes before ${beside}.`;
}
