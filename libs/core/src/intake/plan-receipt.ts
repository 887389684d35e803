import type { DeliveryReceipt } from '../channel/normalised.js';
import { CONSENT_WORDS_CHARACTERS, type NewConsentEntry } from '../consent/consent-entry.js';
import { refusalBy } from '../ladder/refusal.js';
import { isClosed } from '../request/status.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import { earliest } from '../time/instant.js';
import type { Planning, RegistrationItem } from './planning.js';
import type { FailedSend } from './registration-store.js';
import { takeQuestionBack } from './resume-waiting.js';

/**
 * What a provider says about a message that it took. One that was not delivered after all has
 * answered nobody: the clocks that it met run on, an address that is gone is marked, and the answer
 * looks for another way.
 */
export function planReceipt(
  item: RegistrationItem,
  receipt: DeliveryReceipt,
  planning: Planning,
): void {
  const { plan, memory } = planning;
  const { id: envelopeId, channelAccountId, receivedAt } = item.envelope;
  const failed =
    receipt.status === 'failed' ? memory.failedSend({ ...receipt, channelAccountId }) : null;
  const requestId = failed?.request.id ?? null;
  plan.settlements.push({ envelopeId, outcome: 'receipt', requestId, reason: null });
  if (failed === null) return;
  if (receipt.addressGone === true) {
    plan.undeliverable.push({ contactPointId: failed.contactPointId, at: receivedAt });
  }
  if (receipt.optedOut === true) planReportedOptOut(item, failed, receipt, planning);
  const refusal = refusalBy(receipt);
  if (refusal !== null) {
    plan.turnedAway.push({ entryId: failed.entryId, refusal, at: planning.context.now });
  }
  reopenClocks(item, failed, planning);
}

/** The provider refuses the address: as if the citizen had said so, once. */
function planReportedOptOut(
  { envelope }: RegistrationItem,
  { contactPointId, channelAccountId, request }: FailedSend,
  { reason }: DeliveryReceipt,
  { plan, memory, context }: Planning,
): void {
  const entry: NewConsentEntry = {
    ...{ id: context.newId<'ConsentEntry'>(), contactPointId, channelAccountId },
    ...{ action: 'opted-out', scope: 'channel', source: 'provider', requestId: request.id },
    words:
      reason === undefined ? null : truncateText(wellFormedText(reason), CONSENT_WORDS_CHARACTERS),
    ...{ messageId: null, envelopeId: envelope.id, staffId: null, recordedAt: context.now },
  };
  if (memory.consent.apply(entry)) plan.consent.push(entry);
}

function reopenClocks(item: RegistrationItem, failed: FailedSend, planning: Planning): void {
  const { plan, memory, context } = planning;
  const request = memory.working(failed.request);
  plan.audit.push({
    ...{ at: context.now, staffId: null, action: 'message.bounced' },
    subject: `request:${request.id}`,
    detail: { outbox: failed.entryId, envelope: item.envelope.id },
  });
  // Whoever closed it did so knowing the answer; the mark on the message shows that it did not arrive.
  if (isClosed(request.status)) return;
  if (failed.asksCitizen) takeQuestionBack(item, request, planning);
  for (const { id, dueAt } of failed.metClocks) {
    // Two reports about one message must not open its clocks twice.
    if (plan.reopenedClocks.includes(id)) continue;
    plan.reopenedClocks.push(id);
    plan.segments.push({
      ...{ clockId: id, kind: 'reopened', fromAt: item.envelope.receivedAt, dueAt },
      ...{ reason: null, recordedAt: context.now },
      cause: `envelope:${String(item.envelope.id)}`,
    });
    request.awaitsReply = true;
    request.nextDeadlineAt = earliest([request.nextDeadlineAt, dueAt]);
    request.changed = true;
  }
}
