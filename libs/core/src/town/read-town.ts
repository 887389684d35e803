import { defaultCalendar, defaultTown } from '../account/default-town.js';
import type { Town } from '../account/town.js';
import type { Problem } from '../error/problem.js';
import { invalidInput } from '../error/problem.js';
import { refused, type Result } from '../error/result.js';
import { defaultPolicy } from '../sla/default-policy.js';
import { readPolicy } from '../sla/policy-document.js';
import type { SlaPolicy } from '../sla/sla-policy.js';
import { parseJson } from '../text/parse-json.js';
import { type CalendarDecision, decide, readCalendarBody } from './calendar-decision.js';
import type { TownDocument } from './town-document-store.js';

/** What holds in the town, and what was saved but cannot be read. */
export interface TownSnapshot {
  readonly town: Town;
  readonly calendars: ReadonlyMap<string, CalendarDecision>;
  /** Null while the policy that the code ships holds. */
  readonly policy: TownDocument | null;
  readonly broken: readonly BrokenDocument[];
  /** The documents that it was read from, by kind and name. */
  readonly documents: ReadonlyMap<string, TownDocument>;
}

export interface BrokenDocument {
  readonly document: TownDocument;
  readonly problem: Problem;
}

/** Holds until somebody saves something else. */
export const shippedTown: TownSnapshot = {
  town: defaultTown,
  calendars: new Map([[defaultCalendar.name, shippedCalendar()]]),
  policy: null,
  broken: [],
  documents: new Map(),
};

/**
 * The town after these documents. What cannot be read does not hold: the version before stays, because
 * a town must not stop for a document.
 */
export function readTown(documents: readonly TownDocument[], before: TownSnapshot): TownSnapshot {
  const broken: BrokenDocument[] = [];
  const held = new Map(before.documents);
  const calendars = new Map(before.calendars);
  for (const document of documents.filter(({ kind }) => kind === 'calendar')) {
    if (held.get(keyOf(document))?.version === document.version) continue;
    const read = readCalendarBody(document);
    if (!read.ok) broken.push({ document, problem: read.problem });
    else {
      calendars.set(document.name, read.value);
      held.set(keyOf(document), document);
    }
  }
  const newest = documents.find(({ kind }) => kind === 'policies') ?? before.policy;
  const { policy, document, problem } = policyOf(newest, before, calendars);
  if (newest !== null && problem !== null) broken.push({ document: newest, problem });
  if (document !== null) held.set(keyOf(document), document);
  const zone = calendars.get(defaultCalendar.name)?.calendar.zone ?? before.town.zone;
  const town = { ...before.town, zone, policy };
  return { town, calendars, policy: document, broken, documents: held };
}

interface PolicyThatHolds {
  readonly policy: SlaPolicy;
  readonly document: TownDocument | null;
  readonly problem: Problem | null;
}

/** Read anew with every calendar: its targets in business days are counted in the calendar's. */
function policyOf(
  newest: TownDocument | null,
  before: TownSnapshot,
  decisions: ReadonlyMap<string, CalendarDecision>,
): PolicyThatHolds {
  const calendars = new Map([...decisions].map(([name, { calendar }]) => [name, calendar]));
  if (newest === null) {
    const calendar = calendars.get(defaultCalendar.name) ?? shippedCalendar().calendar;
    return { policy: { ...defaultPolicy(calendar), calendars }, document: null, problem: null };
  }
  const read = readPolicyBody(newest, calendars);
  if (read.ok) return { policy: read.value, document: newest, problem: null };
  const kept = before.policy !== newest ? policyOf(before.policy, before, decisions) : null;
  const policy = kept?.policy ?? { ...before.town.policy, calendars };
  return { policy, document: kept?.document ?? before.policy, problem: read.problem };
}

function readPolicyBody(
  { body, version }: TownDocument,
  calendars: SlaPolicy['calendars'],
): Result<SlaPolicy> {
  const parsed = parseJson(Buffer.from(body, 'utf8'));
  if (parsed.kind === 'json') return readPolicy(parsed.value, { version, calendars });
  return refused(invalidInput([{ field: '', message: 'is no JSON' }]));
}

function keyOf({ kind, name }: TownDocument): string {
  return `${kind}/${name}`;
}

function shippedCalendar(): CalendarDecision {
  return decide(defaultCalendar, {
    tellCitizens: false,
    reason: null,
    decidedBy: null,
    decidedAt: null,
  });
}
