import { renderText, supportedLanguage } from '../text/catalogue.js';
import type { WorkingRequest } from './batch-memory.js';
import { blockOf } from './block-cap.js';
import type { CorrelatedMessage, Planning } from './planning.js';

/** The public card and nothing more: whoever writes a number learns its status, never its thread. */
export function answerStatus(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  planning: Planning,
): void {
  const { item, message } = correlated;
  const { town, newId, now } = planning.context;
  const language = supportedLanguage(message.language) ?? town.language;
  const status = renderText(`status.${request.status}`, language);
  planning.plan.settlements.push({
    envelopeId: item.envelope.id,
    outcome: 'answered',
    requestId: request.id,
    reason: null,
  });
  if (!isAnswered(correlated, planning)) return;
  planning.plan.outbox.push({
    id: newId<'OutboxEntry'>(),
    requestId: request.id,
    messageId: null,
    staffId: null,
    channelAccountId: item.envelope.channelAccountId,
    contactPointId: planning.memory.knownSender(message)?.contactPointId ?? null,
    kind: 'status',
    channelRef: message.channelRef,
    body: renderText('status-answer', language, { number: request.number, status }),
    requestNumber: request.number,
    dueAt: now,
    createdAt: now,
  });
}

/** Each counts, so that no block of numbers is written to without bounds. */
function isAnswered({ item, message }: CorrelatedMessage, { memory, context }: Planning): boolean {
  if (message.answerable === false) return false;
  const block = blockOf(message.sender, item.capabilities);
  return memory.blocksTold.tell(block, context.acknowledgementCap.block, context.now);
}
