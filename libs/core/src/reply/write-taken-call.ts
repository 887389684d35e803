import { type Result, succeeded } from '../error/result.js';
import type { MessageId } from '../identity/ids.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import { closeReasons, type RequestStatus } from '../request/status.js';
import { meetClock } from '../sla/clock-changes.js';
import { termsOf } from '../sla/sla-policy.js';
import { wellFormedText } from '../text/well-formed.js';
import type { Instant } from '../time/instant.js';
import type { CallReport } from './call-report.js';
import { closeClocks } from './close-clocks.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

export interface WrittenCall {
  readonly messageId: MessageId;
  readonly status: RequestStatus;
}

/** Who took the call, on which line, and what they told the caller: beside the caller's own words. */
export async function writeTakenCall(
  ports: StaffActionPorts,
  action: StaffAction,
  report: CallReport,
  startedAt: Instant,
): Promise<Result<WrittenCall>> {
  const question = { do: 'take-call', ...report };
  return actOnRequest<WrittenCall>(ports, action, question, async (transaction, request) => {
    const place = { ports, transaction, request };
    const times = { at: startedAt, now: ports.clock.now() };
    const messageId = await insertLine(place, action, report, times);
    const { answered } = report;
    const status =
      answered === undefined ? request.status : await close(place, action, answered, times);
    return succeeded({ messageId, status });
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

async function insertLine(
  { ports, transaction, request }: Place,
  { staffId }: StaffAction,
  { dialled, answered }: CallReport,
  { at, now }: Times,
): Promise<MessageId> {
  const id = ports.newId<'Message'>();
  const line = dialled === undefined ? '' : ` on ${wellFormedText(dialled).trim()}`;
  const told =
    answered === undefined
      ? ''
      : `, answered on the spot: ${wellFormedText(answered.answer).trim()}`;
  await transaction.insertMessage({
    ...{ id, requestId: request.id, envelopeId: null, direction: 'call', contactPointId: null },
    ...{ staffId, text: `Call taken${line}${told}`, channelRef: null, externalId: null },
    ...{ automatic: false, occurredAt: at, receivedAt: now },
  });
  await transaction.insertAudit({
    ...{ at: now, staffId, action: 'request.called', subject: `request:${request.id}` },
    detail: { message: id, outcome: answered === undefined ? 'taken' : 'answered' },
  });
  return id;
}

/** The caller has heard it already: nothing is sent. Every promise is judged at the call's own time. */
async function close(
  { ports, transaction, request }: Place,
  { staffId }: StaffAction,
  { answer, reason }: NonNullable<CallReport['answered']>,
  { at, now }: Times,
): Promise<RequestStatus> {
  const { id } = request;
  const { policy } = ports.town();
  const status = closeReasons[reason];
  const sentence = wellFormedText(answer).trim();
  const event = { at, recordedAt: now, cause: `call:${staffId}` };
  const clocks = await transaction.lockClocks(id);
  const met = clocks
    .filter(({ kind, state }) => isAnswer(kind) && state === 'running')
    .map((clock) => meetClock(clock, event, termsOf(policy, clock)));
  const changed = [...met, ...closeClocks(clocks, status, event, policy)];
  await transaction.close({ id, status, reason, sentence, breachReason: null, closedAt: now });
  await transaction.markAnswered(id, at);
  if (changed.length > 0) await transaction.writeClocks(id, { changed, started: [] });
  await transaction.insertAudit({
    ...{ at: now, staffId, action: 'request.closed', subject: `request:${id}` },
    detail: { reason },
  });
  return status;
}

function isAnswer(kind: string): boolean {
  return kind === 'first_response' || kind === 'next_response';
}
