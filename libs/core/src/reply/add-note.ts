import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { MessageId } from '../identity/ids.js';
import { wellFormedText } from '../text/well-formed.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

/** Writes a note for colleagues; citizens never see it. */
export async function addNote(
  ports: StaffActionPorts,
  action: StaffAction,
  text: string,
): Promise<Result<{ readonly messageId: MessageId }>> {
  const words = wellFormedText(text).trim();
  if (words === '') return refused(textMissing);
  const { staffId } = action;
  return actOnRequest(ports, action, { do: 'note', text }, async (transaction, request) => {
    const now = ports.clock.now();
    const messageId = ports.newId<'Message'>();
    await transaction.insertMessage({
      id: messageId,
      requestId: request.id,
      envelopeId: null,
      direction: 'note',
      contactPointId: null,
      staffId,
      text: words,
      channelRef: null,
      externalId: null,
      automatic: false,
      occurredAt: now,
      receivedAt: now,
    });
    await transaction.insertAudit({
      at: now,
      staffId,
      action: 'request.noted',
      subject: `request:${request.id}`,
      detail: { message: messageId },
    });
    return succeeded({ messageId });
  });
}

const textMissing = invalidInput([{ field: 'text', message: 'is empty; write the note' }]);
