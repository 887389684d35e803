import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { faultsOf } from '../calendar/calendar-fault-texts.js';
import { describeTarget, parseTarget, type Target } from '../calendar/target.js';
import { type FieldFault, invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { isAtOnce } from './clock-steps.js';
import { policyShape, type RuleShape } from './policy-shape.js';
import type { PolicyConditions, PolicyRule, PolicyTargets, SlaPolicy } from './sla-policy.js';

/** A policy as people write, read and exchange it; `docs/sla.md` describes the form. */
export interface PolicyDocument {
  readonly rules: readonly RuleDocument[];
}

export interface RuleDocument {
  readonly name: string;
  readonly when: PolicyConditions;
  readonly calendar: string;
  readonly targets: Readonly<Partial<Record<keyof PolicyTargets, string>>>;
  readonly warnAt: readonly number[];
  readonly escalations: readonly { readonly after: string; readonly notify: readonly string[] }[];
  readonly emergency: boolean;
}

export interface PolicyReading {
  readonly version: number;
  /** The calendars that rules may name. */
  readonly calendars: ReadonlyMap<string, BusinessCalendar>;
}

/** Reads a policy; every fault names its field, as `rules[2].targets.duty`, and the remedy. */
export function readPolicy(document: unknown, reading: PolicyReading): Result<SlaPolicy> {
  const shape = policyShape.safeParse(document);
  if (!shape.success) return refused(invalidInput(faultsOf(shape.error.issues)));
  const { rules } = shape.data;
  const faults: FieldFault[] = togetherFaults(rules);
  const read = rules.map((rule, at) => readRule(rule, `rules[${String(at)}]`, { reading, faults }));
  if (faults.length > 0) return refused(invalidInput(faults));
  return succeeded({ ...reading, rules: read.flatMap((rule) => rule ?? []) });
}

/** The form that `readPolicy` reads, in full. */
export function policyDocument({ rules, calendars }: SlaPolicy): PolicyDocument {
  return {
    rules: rules.map((rule) => {
      const said = (target: Target) => describeTarget(target, calendars.get(rule.calendar));
      const given: readonly (readonly [string, Target])[] = Object.entries(rule.targets);
      const targets = given.map(([name, target]) => [name, said(target)]);
      return {
        ...rule,
        targets: Object.fromEntries(targets) as RuleDocument['targets'],
        escalations: rule.escalations.map(({ after, notify }) => ({
          after: isAtOnce(after) ? '0 minutes' : said(after),
          notify,
        })),
      };
    }),
  };
}

/** What rules may not be to each other: the choice between them is never a matter of order. */
function togetherFaults(rules: readonly RuleShape[]): FieldFault[] {
  const faults: FieldFault[] = [];
  const firstWith = (key: (rule: RuleShape) => string, rule: RuleShape) =>
    rules.findIndex((other) => key(other) === key(rule));
  for (const [at, rule] of rules.entries()) {
    const named = firstWith(({ name }) => name, rule);
    if (named !== at) {
      const message = `is the name of rules[${String(named)}] already; give every rule its own`;
      faults.push({ field: `rules[${String(at)}].name`, message });
    }
    const alike = firstWith(conditionsOf, rule);
    if (alike !== at) {
      const message = `is what rules[${String(alike)}] asks for already; join the two`;
      faults.push({ field: `rules[${String(at)}].when`, message });
    }
  }
  if (!rules.some(({ when }) => Object.keys(when).length === 0)) {
    const message = 'has no rule without conditions; add one that holds for everything else';
    faults.push({ field: 'rules', message });
  }
  return faults;
}

function conditionsOf({ when }: RuleShape): string {
  return JSON.stringify([when.service, when.priority, when.channel]);
}

interface Reading {
  readonly reading: PolicyReading;
  readonly faults: FieldFault[];
}

function readRule(rule: RuleShape, field: string, { reading, faults }: Reading): PolicyRule | null {
  const calendar = reading.calendars.get(rule.calendar);
  if (calendar === undefined) {
    const known = [...reading.calendars.keys()].join(', ');
    const message = `${rule.calendar} is no calendar of the town; it has ${known}`;
    faults.push({ field: `${field}.calendar`, message });
    return null;
  }
  const read = (text: string, name: string): Target => {
    const target = parseTarget(text, calendar);
    if (target.ok) return target.value;
    const message = target.problem.faults?.[0]?.message ?? target.problem.detail;
    faults.push({ field: `${field}.${name}`, message });
    return atOnce;
  };
  const { when, targets, escalations, ...plain } = rule;
  return {
    ...plain,
    when: given(when),
    targets: targetsOf(targets, read),
    escalations: escalations.map(({ after, notify }, at) => {
      const name = `escalations[${String(at)}].after`;
      return { after: isNothing(after) ? atOnce : read(after, name), notify };
    }),
  };
}

const atOnce: Target = { kind: 'wall', ms: 0 };

/** A promise needs time, an escalation need not: `0 business minutes`. */
function isNothing(after: string): boolean {
  return /^\s*0+\s+(business\s+)?(day|hour|minute|second)s?\s*$/i.test(after);
}

function targetsOf(
  { firstResponse, nextResponse, resolution, duty }: RuleShape['targets'],
  read: (text: string, name: string) => Target,
): PolicyTargets {
  return {
    firstResponse: read(firstResponse, 'targets.firstResponse'),
    nextResponse: read(nextResponse, 'targets.nextResponse'),
    ...(resolution === undefined ? {} : { resolution: read(resolution, 'targets.resolution') }),
    ...(duty === undefined ? {} : { duty: read(duty, 'targets.duty') }),
  };
}

/** Without the fields that a document may leave out. */
function given({ service, priority, channel }: RuleShape['when']): PolicyConditions {
  return {
    ...(service === undefined ? {} : { service }),
    ...(priority === undefined ? {} : { priority }),
    ...(channel === undefined ? {} : { channel }),
  };
}
