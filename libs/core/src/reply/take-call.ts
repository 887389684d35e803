import { type FieldFault, invalidInput, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { MessageId, StaffId } from '../identity/ids.js';
import type { Registered } from '../intake/envelope-outcome.js';
import type { ReceivePorts } from '../intake/receive-webhook.js';
import { isBareNumber, requestNumbersIn } from '../request/request-number.js';
import type { RequestStatus } from '../request/status.js';
import type { ServiceCatalogue } from '../service/service.js';
import { wellFormedText } from '../text/well-formed.js';
import { addMilliseconds, DAY, type Instant } from '../time/instant.js';
import type { CallReport } from './call-report.js';
import type { StaffActionPorts } from './staff-action.js';
import { writeTakenCall } from './write-taken-call.js';

export interface TakeCallPorts {
  readonly actions: StaffActionPorts;
  readonly door: Pick<ReceivePorts, 'accept' | 'awaitRegistration'>;
  readonly services: () => ServiceCatalogue;
}

export interface CallTaken {
  readonly number: string;
  readonly status: RequestStatus;
  /** When the caller will hear from a person, as promised; null when they have. */
  readonly expectedAt: Instant | null;
  readonly messageId: MessageId;
}

interface Entry {
  readonly staffId: StaffId;
  /** The caller's Idempotency-Key: the same call under the same key is one request. */
  readonly idempotencyKey: string | null;
}

/**
 * Makes a request of a call, by the same way as every other message, so that its number can be said
 * before the call ends. Where the caller was answered on the spot, the promise of an answer is kept
 * at the call's own time and the request is closed.
 */
export async function takeCall(
  ports: TakeCallPorts,
  { staffId, idempotencyKey }: Entry,
  report: CallReport,
): Promise<Result<CallTaken>> {
  const { clock, newId } = ports.actions;
  const now = clock.now();
  const startedAt = report.startedAt ?? now;
  const faults = faultsOf(ports, report, startedAt, now);
  if (faults.length > 0) return refused(invalidInput(faults));
  const key = idempotencyKey ?? newId<'Message'>();
  const registered = await enter(ports, { staffId, key, startedAt, now }, report);
  if (!registered.ok) return registered;
  const { number, expectedAt } = registered.value;
  if (number === null) return refused(idempotencyKey === null ? laterWithoutKey : later);
  const action = { staffId, number, idempotencyKey };
  const written = await writeTakenCall(ports.actions, action, report, startedAt);
  if (!written.ok) return written;
  const { status, messageId } = written.value;
  const isAnswered = report.answered !== undefined;
  return succeeded({ number, status, messageId, expectedAt: isAnswered ? null : expectedAt });
}

interface Noted {
  readonly staffId: StaffId;
  readonly key: string;
  readonly startedAt: Instant;
  readonly now: Instant;
}

async function enter(
  { actions, door }: TakeCallPorts,
  { now, ...noted }: Noted,
  report: CallReport,
): Promise<Result<Pick<Registered, 'number' | 'expectedAt'>>> {
  const account = actions.accounts.enabled().find(({ adapter }) => adapter.enterCall !== undefined);
  const entered = account?.adapter.enterCall?.({
    ...noted,
    callerNumber: report.number,
    callerName: report.name ?? null,
    summary: wellFormedText(report.summary).trim(),
    place: report.place ?? null,
    serviceCode: report.serviceCode ?? null,
    language: report.language ?? null,
  });
  if (account === undefined || entered === undefined) return refused(noLogOfCalls);
  if (!entered.ok) return entered;
  const envelope = entered.value;
  const acceptance = await door.accept({
    ...{ channelAccountId: account.id, envelopes: [envelope] },
    ...{ wholeRequest: null, receivedAt: now },
  });
  if (acceptance.kind !== 'stored') return refused(notStored);
  const pending = { number: null, expectedAt: null };
  const registered = await door.awaitRegistration(envelope.dedupeKey).catch(() => 'pending');
  return succeeded(typeof registered === 'string' ? pending : registered);
}

/** What is logged later was perhaps a typing error in the date. */
const LOGGED_WITHIN_MS = 31 * DAY;

function faultsOf(
  { actions, services }: TakeCallPorts,
  { summary, serviceCode, answered }: CallReport,
  startedAt: Instant,
  now: Instant,
): readonly FieldFault[] {
  const [named] = requestNumbersIn(summary, actions.town().letters);
  const isBare = named !== undefined && isBareNumber(summary, named);
  const service = serviceCode === undefined ? null : services().byCode(serviceCode);
  const isUnknown = serviceCode !== undefined && service?.enabled !== true;
  const tooOld = startedAt < addMilliseconds(now, -LOGGED_WITHIN_MS);
  return [
    ...(isBlank(summary)
      ? [{ field: 'summary', message: 'is empty; write what it is about' }]
      : []),
    ...(isBare ? [{ field: 'summary', message: onlyNumber }] : []),
    ...(startedAt > now ? [{ field: 'startedAt', message: 'lies in the future' }] : []),
    ...(tooOld ? [{ field: 'startedAt', message: 'lies more than 31 days back; check it' }] : []),
    ...(isUnknown ? [{ field: 'service', message: unknownService }] : []),
    ...(answered !== undefined && isBlank(answered.answer)
      ? [{ field: 'answer', message: 'is empty; write what the caller was told' }]
      : []),
  ];
}

function isBlank(text: string): boolean {
  return wellFormedText(text).trim() === '';
}

const onlyNumber =
  'is the number of a request and nothing else; log a call about that request on the request itself';
const unknownService = 'is no service of the town; `service list` shows them';

const noLogOfCalls: Problem = {
  code: 'conflict',
  title: 'The town has no phone log',
  detail: 'Enable its account; `channel list` shows it.',
};

const notStored: Problem = {
  code: 'unavailable',
  title: 'Not stored',
  detail: 'The call could not be stored. Nothing was saved; send it again in a few seconds.',
};

const later: Problem = {
  code: 'unavailable',
  title: 'The call is saved, its number is not there yet',
  detail:
    'Send the same call with the same Idempotency-Key again in a few seconds: it is one call.',
};

const laterWithoutKey: Problem = {
  ...later,
  detail: 'Look for it in the stream in a few seconds; do not log it again.',
};
