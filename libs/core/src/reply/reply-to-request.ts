import { invalidInput, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { MessageId } from '../identity/ids.js';
import type { LockedRequest } from '../request/request-store.js';
import { wellFormedText } from '../text/well-formed.js';
import { putIntoOutbox, refuseWords, type TakenWords } from './outgoing-words.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

export interface Reply {
  readonly text: string;
  /** The newest message the writer had read; a newer one of the citizen stops the reply. */
  readonly seenUpTo: MessageId | null;
  readonly holdSeconds: number;
}

export const MAX_HOLD_SECONDS = 3_600;

/** Takes a person's answer: message and outbox entry in one transaction; sending follows. */
export async function replyToRequest(
  ports: StaffActionPorts,
  action: StaffAction,
  reply: Reply,
): Promise<Result<TakenWords>> {
  const text = wellFormedText(reply.text).trim();
  if (text === '') return refused(textMissing);
  const { staffId } = action;
  const question = { do: 'reply', ...reply };
  const result = await actOnRequest<TakenWords>(
    ports,
    action,
    question,
    async (transaction, request) => {
      const problem =
        refuseWords(ports, request, text, 'text') ?? refuseUnseen(request, reply.seenUpTo);
      if (problem !== null) return refused(problem);
      const words = { text, holdSeconds: reply.holdSeconds, staffId };
      const taken = await putIntoOutbox(ports, transaction, request, words);
      await transaction.insertAudit({
        at: ports.clock.now(),
        staffId,
        action: 'request.replied',
        subject: `request:${request.id}`,
        detail: { message: taken.messageId, outbox: taken.entryId },
      });
      return succeeded(taken);
    },
  );
  if (result.ok) ports.ring();
  return result;
}

function refuseUnseen(request: LockedRequest, seenUpTo: MessageId | null): Problem | null {
  const newest = request.lastInboundMessageId;
  // Ids are ordered by time; the newest message read may be one of ours or a note.
  if (seenUpTo === null || newest === null || seenUpTo >= newest) return null;
  return {
    code: 'unseen-messages',
    title: 'The citizen has written again',
    detail: `Read the messages after the one you named, then send with seenUpTo ${newest}.`,
  };
}

const textMissing = invalidInput([{ field: 'text', message: 'is empty; write the answer' }]);
