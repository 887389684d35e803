import { invalidInput, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { chooseWay, type ChosenWay } from '../ladder/choose-way.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import {
  type BreachReason,
  type CloseReason,
  closeReasons,
  isClosed,
  type RequestStatus,
} from '../request/status.js';
import type { SlaClock } from '../sla/sla-clock.js';
import { wellFormedText } from '../text/well-formed.js';
import { closeClocks, isLate, refuseUnexplained } from './close-clocks.js';
import { putIntoOutbox, refuseWords, type TakenWords } from './outgoing-words.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

export interface Closing {
  readonly reason: CloseReason;
  /** What was done or why not, in one plain sentence; the citizen receives it. */
  readonly sentence: string;
  /** Why a promise was not kept; demanded where one was not, and kept only there. */
  readonly breachReason?: BreachReason | undefined;
}

export interface Closed extends TakenWords {
  readonly status: RequestStatus;
}

/** Closes a request with a reason and a sentence that goes to the citizen as a person's answer. */
export async function closeRequest(
  ports: StaffActionPorts,
  action: StaffAction,
  closing: Closing,
): Promise<Result<Closed>> {
  const sentence = wellFormedText(closing.sentence).trim();
  if (sentence === '') return refused(sentenceMissing);
  const question = { do: 'close', ...closing };
  const result = await actOnRequest<Closed>(
    ports,
    action,
    question,
    async (transaction, request) => {
      if (isClosed(request.status)) return refused(closedAlready(request.number));
      const place = { ports, transaction, request };
      const way = await chooseWay(place, { text: sentence, hasFiles: false });
      const problem =
        way.kind === 'origin' ? refuseWords(ports, request, sentence, 'sentence') : null;
      if (problem !== null) return refused(problem);
      const clocks = await transaction.lockClocks(request.id);
      const { breachReason } = closing;
      const unexplained = refuseUnexplained(clocks, ports.clock.now(), breachReason);
      if (unexplained !== null) return refused(unexplained);
      return succeeded(await close({ ...place, clocks, way }, action, { ...closing, sentence }));
    },
  );
  if (result.ok) ports.ring();
  return result;
}

interface Place {
  readonly ports: StaffActionPorts;
  readonly transaction: RequestTransaction;
  readonly request: LockedRequest;
  readonly clocks: readonly SlaClock[];
  /** Without one it closes all the same, and the sentence waits for a person. */
  readonly way: ChosenWay;
}

async function close(
  { ports, transaction, request, clocks, way }: Place,
  { staffId }: StaffAction,
  { reason, sentence, breachReason: given }: Closing,
): Promise<Closed> {
  const closedAt = ports.clock.now();
  const { id } = request;
  const status = closeReasons[reason];
  const breachReason = isLate(clocks, closedAt) ? (given ?? null) : null;
  const words = { text: sentence, holdSeconds: 0, staffId, way };
  const taken = await putIntoOutbox(ports, transaction, request, words);
  await transaction.close({ id, status, reason, sentence, breachReason, closedAt });
  const event = { at: closedAt, recordedAt: closedAt, cause: `staff:${staffId}` };
  const changed = closeClocks(clocks, status, event, ports.town().policy);
  if (changed.length > 0) await transaction.writeClocks(id, { changed, started: [] });
  await transaction.insertAudit({
    at: closedAt,
    staffId,
    action: 'request.closed',
    subject: `request:${id}`,
    detail: { reason, message: taken.messageId, ...(breachReason !== null && { breachReason }) },
  });
  return { status, ...taken };
}

const sentenceMissing = invalidInput([
  { field: 'sentence', message: 'is empty; say in one plain sentence what was done or why not' },
]);

function closedAlready(number: string): Problem {
  return {
    code: 'conflict',
    title: `Request ${number} is closed already`,
    detail: 'A message of the citizen within 14 days opens it again.',
  };
}
