import type { BusinessCalendar } from '../calendar/business-calendar.js';
import type { CalendarDefinition } from '../calendar/calendar-definition.js';
import { calendarDocument, readCalendar } from '../calendar/calendar-document.js';
import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { SlaPolicy } from '../sla/sla-policy.js';
import type { Instant } from '../time/instant.js';
import { applyToRequest, type RequestEvent, SimulatedRequest } from './apply-to-request.js';
import type { PlacedEvent } from './read-events.js';
import type { SimulatedEvent } from './simulated-event.js';
import { SimulatedTown } from './simulated-town.js';

export interface Simulation {
  readonly definition: CalendarDefinition;
  /** The policy as the calendar of the moment makes it: a business day may have changed. */
  readonly policyIn: (calendar: BusinessCalendar) => SlaPolicy;
  /** In the order of their times. */
  readonly events: readonly PlacedEvent[];
  /** Until when is watched; without it until the last event. */
  readonly until: Instant | null;
}

/** Plays events to a town that exists nowhere: it reads no clock and stores nothing. */
export function simulate(simulation: Simulation): Result<SimulatedTown> {
  const { definition, policyIn, events, until } = simulation;
  const town = new SimulatedTown(definition, policyIn);
  const requests = new Map<string, SimulatedRequest>();
  for (const [position, { place, event }] of events.entries()) {
    town.watch(event.at);
    const fault = play(event, { town, requests, position });
    if (fault !== null) {
      const field = fault.field === '' ? place : `${place}: ${fault.field}`;
      return refused(invalidInput([{ field, message: fault.message }]));
    }
    town.watch(event.at);
  }
  if (until !== null) town.watch(until);
  return succeeded(town);
}

interface Stage {
  readonly town: SimulatedTown;
  readonly requests: Map<string, SimulatedRequest>;
  readonly position: number;
}

interface Fault {
  readonly field: string;
  readonly message: string;
}

function play(event: SimulatedEvent, stage: Stage): Fault | null {
  switch (event.event) {
    case 'now':
      return null;
    case 'closure-declared':
      return declareClosure(event, stage.town);
    case 'calendar-changed':
      return replaceCalendar(event, stage.town);
    case 'received':
    case 'citizen-answered':
    case 'replied':
    case 'called':
    case 'waiting':
    case 'bounced':
    case 'reported':
    case 'closed':
    case 'reopened':
    case 'withdrawn':
      return playToRequest(event, stage);
  }
}

function playToRequest(event: RequestEvent, { town, requests, position }: Stage): Fault | null {
  const known = requests.get(event.request);
  if (known === undefined && event.event !== 'received') {
    return { field: 'request', message: `'${event.request}' was not received before` };
  }
  const request = known ?? new SimulatedRequest(event.request);
  requests.set(event.request, request);
  applyToRequest(event, request, { town, position });
  return null;
}

function declareClosure(
  { at, name, date, from, to }: Extract<SimulatedEvent, { event: 'closure-declared' }>,
  town: SimulatedTown,
): Fault | null {
  const document = calendarDocument(town.definition);
  const closure = Object.entries({ name, date, from, to }).filter(
    ([, value]) => value !== undefined,
  );
  const closures = [...document.closures, Object.fromEntries(closure)];
  const fault = changeCalendar({ ...document, closures }, { at, reason: name }, town);
  return fault === null
    ? null
    : { ...fault, field: fault.field.replace(/^closures\[\d+\]\.?/, '') };
}

function replaceCalendar(
  { at, calendar }: Extract<SimulatedEvent, { event: 'calendar-changed' }>,
  town: SimulatedTown,
): Fault | null {
  const fault = changeCalendar(calendar, { at }, town);
  return fault === null ? null : { ...fault, field: `calendar.${fault.field}`.replace(/\.$/, '') };
}

function changeCalendar(
  document: unknown,
  happened: { readonly at: Instant; readonly reason?: string },
  town: SimulatedTown,
): Fault | null {
  const { name, version } = town.definition;
  const read = readCalendar(document, { name, version: version + 1 });
  if (!read.ok) return read.problem.faults?.[0] ?? { field: '', message: read.problem.detail };
  const cause = `calendar:${String(version + 1)}`;
  // It stays the calendar that the clocks are counted in, whatever the document calls it.
  town.changeCalendar({ ...read.value, name }, { ...happened, recordedAt: happened.at, cause });
  return null;
}
