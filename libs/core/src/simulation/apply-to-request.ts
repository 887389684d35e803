import type { ServiceRequestId } from '../identity/ids.js';
import {
  type ClockEvent,
  endClock,
  isClosedClock,
  meetClock,
  pauseClock,
  reopenClock,
  resumeClock,
} from '../sla/clock-changes.js';
import { clockStart } from '../sla/clock-start.js';
import type { SlaClockKind } from '../sla/sla-clock.js';
import { choosePolicy, firstClockKinds, type PolicyQuestion, targetOf } from '../sla/sla-policy.js';
import { startClock } from '../sla/start-clock.js';
import type { Instant } from '../time/instant.js';
import type { SimulatedEvent } from './simulated-event.js';
import type { SimulatedClock, SimulatedTown } from './simulated-town.js';

export type RequestEvent = Extract<SimulatedEvent, { readonly request: string }>;

export class SimulatedRequest {
  question: PolicyQuestion | null = null;
  isClosed = false;
  repliedAt: Instant | null = null;

  constructor(readonly name: string) {}
}

interface Stage {
  readonly town: SimulatedTown;
  /** Which event it is; a bounce is about the last reply. */
  readonly position: number;
}

/** What an event does to the clocks of its request: the same rules as in a town. */
export function applyToRequest(event: RequestEvent, request: SimulatedRequest, stage: Stage): void {
  const happened = {
    at: event.at,
    recordedAt: event.at,
    cause: `event:${String(stage.position + 1)}`,
  };
  switch (event.event) {
    case 'received':
      if (request.question === null) begin(event, request, stage.town);
      else citizenWrote(request, happened, stage.town);
      return;
    case 'citizen-answered':
    case 'reopened':
      citizenWrote(request, happened, stage.town);
      return;
    case 'replied':
      answer(request, { ...happened, at: event.acceptedAt ?? event.at }, stage);
      return;
    case 'called':
      answer(request, happened, stage);
      return;
    case 'waiting': {
      const reason = event.reason === undefined ? {} : { reason: event.reason };
      changeAll(request, ['resolution'], stage.town, (simulated) => {
        stage.town.change(simulated, pauseClock, { ...happened, ...reason });
      });
      return;
    }
    case 'bounced':
      bounce(request, happened, stage.town);
      return;
    case 'reported':
      changeAll(request, ['duty'], stage.town, (simulated) => {
        stage.town.change(simulated, meetClock, happened);
      });
      return;
    case 'closed':
      request.isClosed = true;
      changeAll(request, ['resolution'], stage.town, (simulated) => {
        stage.town.change(simulated, meetClock, happened);
      });
      return;
    case 'withdrawn':
      request.isClosed = true;
      changeAll(request, null, stage.town, (simulated) => {
        stage.town.change(simulated, endClock, happened);
      });
      return;
  }
}

function begin(
  event: Extract<RequestEvent, { event: 'received' }>,
  request: SimulatedRequest,
  town: SimulatedTown,
): void {
  const { service, priority, channel } = event;
  const named = { serviceCode: service ?? null, priority: priority ?? null };
  request.question = { ...named, channel: channel ?? null };
  const { startedAt } = clockStart(event.occurredAt ?? null, event.at);
  const { rule } = choosePolicy(town.policy, request.question);
  for (const kind of firstClockKinds(rule))
    start(kind, request, { startedAt, now: event.at }, town);
}

function start(
  kind: SlaClockKind,
  request: SimulatedRequest,
  { startedAt, now }: { readonly startedAt: Instant; readonly now: Instant },
  town: SimulatedTown,
): void {
  if (request.question === null) return;
  const chosen = choosePolicy(town.policy, request.question);
  const target = targetOf(chosen.rule, kind);
  if (target === null) return;
  const requestId = request.name as ServiceRequestId;
  const clock = { id: town.nextId(), requestId, kind, startedAt, recordedAt: now, cause: 'event' };
  town.add(request.name, startClock(clock, target, chosen), chosen.calendar);
}

/** An answer of the citizen ends every waiting for it; what was closed begins anew. */
function citizenWrote(request: SimulatedRequest, happened: ClockEvent, town: SimulatedTown): void {
  const times = { startedAt: happened.at, now: happened.at };
  changeAll(request, ['resolution'], town, (simulated) => {
    town.change(simulated, resumeClock, happened);
  });
  const awaited = clocksOf(request, responses, town).some(({ clock }) => !isClosedClock(clock));
  if (!awaited) start('next_response', request, times, town);
  if (request.isClosed) start('resolution', request, times, town);
  request.isClosed = false;
}

const responses: readonly SlaClockKind[] = ['first_response', 'next_response'];

function answer(request: SimulatedRequest, happened: ClockEvent, { town, position }: Stage): void {
  request.repliedAt = happened.at;
  changeAll(request, responses, town, (simulated) => {
    if (isClosedClock(simulated.clock) || simulated.clock.startedAt > happened.at) return;
    town.change(simulated, meetClock, happened);
    simulated.metBy = position;
  });
}

/** What the last reply met runs on; a question that it asked was never asked. */
function bounce(request: SimulatedRequest, happened: ClockEvent, town: SimulatedTown): void {
  const answered = clocksOf(request, responses, town);
  const last = Math.max(...answered.map(({ metBy }) => metBy ?? -1));
  for (const simulated of answered) {
    if (simulated.metBy === null || simulated.metBy !== last) continue;
    town.change(simulated, reopenClock, happened);
    town.follow(simulated, happened);
    simulated.metBy = null;
  }
  changeAll(request, ['resolution'], town, (simulated) => {
    const { pausedAt } = simulated.clock;
    if (pausedAt === null || pausedAt < (request.repliedAt ?? pausedAt)) return;
    town.change(simulated, resumeClock, { ...happened, at: pausedAt });
  });
}

function changeAll(
  request: SimulatedRequest,
  kinds: readonly SlaClockKind[] | null,
  town: SimulatedTown,
  change: (simulated: SimulatedClock) => void,
): void {
  for (const simulated of clocksOf(request, kinds, town)) change(simulated);
}

function clocksOf(
  request: SimulatedRequest,
  kinds: readonly SlaClockKind[] | null,
  town: SimulatedTown,
): readonly SimulatedClock[] {
  return town.clocks.filter(
    (simulated) =>
      simulated.request === request.name &&
      (kinds === null || kinds.includes(simulated.clock.kind)),
  );
}
