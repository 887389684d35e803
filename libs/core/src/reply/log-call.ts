import { type FieldFault, invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { MessageId } from '../identity/ids.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import { meetClock } from '../sla/clock-changes.js';
import type { SlaClock } from '../sla/sla-clock.js';
import { choosePolicy, targetOf, termsOf } from '../sla/sla-policy.js';
import { type ClockStarted, startClock } from '../sla/start-clock.js';
import { wellFormedText } from '../text/well-formed.js';
import type { Instant } from '../time/instant.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

export const callOutcomes = ['spoken', 'voicemail', 'no_answer'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export interface LoggedCall {
  readonly outcome: CallOutcome;
  readonly spokeTo?: string | undefined;
  /** When it took place; now, when nothing is said. */
  readonly at?: Instant | undefined;
  readonly text: string;
}

export interface CallLogged {
  readonly messageId: MessageId;
  /** How many promises of an answer it kept. */
  readonly met: number;
}

/**
 * Puts a phone call on the record. Only a person who was spoken to has heard from the town: then the
 * answers that were awaited when the call took place are met at its time.
 */
export async function logCall(
  ports: StaffActionPorts,
  action: StaffAction,
  call: LoggedCall,
): Promise<Result<CallLogged>> {
  return actOnRequest(ports, action, { do: 'call', ...call }, async (transaction, request) => {
    const now = ports.clock.now();
    const at = call.at ?? now;
    const faults = faultsOf(call, request, at, now);
    if (faults.length > 0) return refused(invalidInput(faults));
    const place = { ports, transaction, request };
    const messageId = await insertCall(place, action, call, { at, now });
    const met = call.outcome === 'spoken' ? await answer(place, action, { at, now }) : 0;
    if (call.outcome === 'spoken') await transaction.forgetUndelivered(request.id);
    await transaction.insertAudit({
      ...{ at: now, staffId: action.staffId, action: 'request.called' },
      subject: `request:${request.id}`,
      detail: { message: messageId, outcome: call.outcome },
    });
    return succeeded({ messageId, met });
  });
}

interface Place {
  readonly ports: StaffActionPorts;
  readonly transaction: RequestTransaction;
  readonly request: LockedRequest;
}

interface Times {
  readonly at: Instant;
  readonly now: Instant;
}

function faultsOf(
  { text }: LoggedCall,
  request: LockedRequest,
  at: Instant,
  now: Instant,
): readonly FieldFault[] {
  const empty = wellFormedText(text).trim() === '';
  return [
    ...(empty ? [{ field: 'text', message: 'is empty; write what was said' }] : []),
    ...(at > now ? [{ field: 'at', message: 'lies in the future' }] : []),
    ...(at < request.receivedAt ? [{ field: 'at', message: 'lies before the request' }] : []),
  ];
}

const beginnings: Readonly<Record<CallOutcome, string>> = {
  spoken: 'Call',
  voicemail: 'Call, voicemail left',
  no_answer: 'Call, no answer',
};

async function insertCall(
  { ports, transaction, request }: Place,
  { staffId }: StaffAction,
  { outcome, spokeTo, text }: LoggedCall,
  { at, now }: Times,
): Promise<MessageId> {
  const id = ports.newId<'Message'>();
  const to = spokeTo === undefined ? '' : ` (${wellFormedText(spokeTo).trim()})`;
  await transaction.insertMessage({
    ...{ id, requestId: request.id, envelopeId: null, direction: 'call', contactPointId: null },
    ...{ staffId, text: `${beginnings[outcome]}${to}: ${wellFormedText(text).trim()}` },
    ...{ channelRef: null, externalId: null, automatic: false, occurredAt: at, receivedAt: now },
  });
  return id;
}

/** @returns how many clocks it met. */
async function answer(place: Place, { staffId }: StaffAction, { at, now }: Times): Promise<number> {
  const { ports, transaction, request } = place;
  const { policy } = ports.town();
  const awaited = (await transaction.lockClocks(request.id)).filter(isAwaited);
  const event = { at, recordedAt: now, cause: `call:${staffId}` };
  const changed = awaited
    .filter(({ startedAt }) => startedAt <= at)
    .map((clock) => meetClock(clock, event, termsOf(policy, clock)));
  const newerWords = await transaction.firstWordsAfter(request.id, at);
  if (newerWords === null) await transaction.markAnswered(request.id, at);
  const isCovered = changed.length < awaited.length || changed.length === 0;
  const started =
    newerWords === null || isCovered ? [] : [awaitNext(place, staffId, newerWords, now)];
  if (changed.length > 0) await transaction.writeClocks(request.id, { changed, started });
  return changed.length;
}

function isAwaited({ kind, state }: SlaClock): boolean {
  return (kind === 'first_response' || kind === 'next_response') && state === 'running';
}

/** A call that is logged late has not answered what the citizen wrote after it. */
function awaitNext(
  { ports, request }: Place,
  staffId: StaffAction['staffId'],
  startedAt: Instant,
  recordedAt: Instant,
): ClockStarted {
  const { id: requestId, serviceCode } = request;
  const account = ports.accounts.byId(request.channelAccountId);
  const channel = typeof account === 'string' ? null : account.channel;
  const chosen = choosePolicy(ports.town().policy, { serviceCode, priority: null, channel });
  const id = ports.newId<'SlaClock'>();
  const cause = `call:${staffId}`;
  return startClock(
    { id, requestId, kind: 'next_response', startedAt, recordedAt, cause },
    targetOf(chosen.rule, 'next_response'),
    chosen,
  );
}
