import { invalidInput, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { type CloseReason, closeReasons, isClosed, type RequestStatus } from '../request/status.js';
import { wellFormedText } from '../text/well-formed.js';
import { putIntoOutbox, refuseWords, type TakenWords } from './outgoing-words.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

export interface Closing {
  readonly reason: CloseReason;
  /** What was done or why not, in one plain sentence; the citizen receives it. */
  readonly sentence: string;
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
  const { staffId } = action;
  const question = { do: 'close', ...closing };
  const result = await actOnRequest<Closed>(
    ports,
    action,
    question,
    async (transaction, request) => {
      if (isClosed(request.status)) return refused(closedAlready(request.number));
      const problem = refuseWords(ports, request, sentence, 'sentence');
      if (problem !== null) return refused(problem);
      const closedAt = ports.clock.now();
      const { reason } = closing;
      const status = closeReasons[reason];
      const words = { text: sentence, holdSeconds: 0, staffId };
      const taken = await putIntoOutbox(ports, transaction, request, words);
      await transaction.close({ id: request.id, status, reason, sentence, closedAt });
      await transaction.insertAudit({
        at: closedAt,
        staffId,
        action: 'request.closed',
        subject: `request:${request.id}`,
        detail: { reason, message: taken.messageId },
      });
      return succeeded({ status, ...taken });
    },
  );
  if (result.ok) ports.ring();
  return result;
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
