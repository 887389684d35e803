import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import type { ReceivedReceipt } from '../request/records.js';
import { requestNumbersIn } from '../request/request-number.js';
import { addMilliseconds } from '../time/instant.js';
import type { LoadedForBatch } from './batch-memory.js';
import { findBlocks } from './find-blocks.js';
import { findBatchConsent } from './find-consent.js';
import type { PlanningContext, RegistrationItem } from './planning.js';
import type {
  CurrentRequest,
  RegistrationTransaction,
  ReportedSend,
} from './registration-store.js';
import { senderKeyOf } from './sender-key.js';
import { findAnsweredPages } from './taking-by-text.js';

/** What a plan must know: the database is asked once for the batch, and receipts are applied first. */
export async function loadBatch(
  transaction: RegistrationTransaction,
  items: readonly RegistrationItem[],
  context: PlanningContext,
): Promise<LoadedForBatch> {
  const messages = items.flatMap((item) =>
    item.normalised.kind === 'message' ? [{ item, message: item.normalised }] : [],
  );
  const senders = await transaction.findSenders(
    messages.map(({ item, message }) => keysOf(item.envelope, message)),
    addMilliseconds(context.now, -context.acknowledgementCap.withinMs),
  );
  const pages = await findAnsweredPages(transaction, messages, context);
  const referenced = await transaction.findReferences({
    requestIds: items.flatMap((item) => item.signedRequestId ?? []),
    externalIds: messages.flatMap(({ message }) => message.evidence.repliesTo),
    numbers: [
      ...messages.flatMap(({ item, message }) => [
        ...(item.signedNumber === null ? [] : [item.signedNumber]),
        ...requestNumbersIn(message.text, context.town.letters),
      ]),
      ...pages.map(({ number }) => number),
    ],
  });
  // Before the look at what they are about, while settling does it the other way round: a bounce and
  // the answer of the relay may come at the same moment, and one of the two must see the other.
  await transaction.applyReceipts(items.flatMap(receiptOf));
  const failures = items.flatMap(failedReceiptOf);
  const failedSends = await transaction.findFailedSends(failures);
  await transaction.reopenAlerts(failures, context.now);
  const current = [
    ...senders.flatMap((sender) => sender.current ?? []),
    ...referenced,
    ...failedSends.map(({ request }) => request),
  ];
  const pausedClocks = await findPausedClocks(transaction, current);
  const consent = await findBatchConsent(transaction, { messages, senders, failedSends, items });
  const blocks = await findBlocks(transaction, messages, context);
  return { senders, referenced, failedSends, pausedClocks, pages, consent, blocks };
}

/** Most batches hold nobody who was asked something: then nothing is read. */
async function findPausedClocks(
  transaction: RegistrationTransaction,
  requests: readonly CurrentRequest[],
): Promise<LoadedForBatch['pausedClocks']> {
  const waiting = requests.filter(({ status }) => status === 'waiting_citizen');
  const ids = [...new Set(waiting.map(({ id }) => id))];
  return ids.length === 0 ? [] : transaction.findPausedClocks(ids);
}

function receiptOf({ envelope, normalised }: RegistrationItem): ReceivedReceipt[] {
  const { channelAccountId, receivedAt } = envelope;
  return normalised.kind === 'receipt'
    ? [{ channelAccountId, receipt: normalised, receivedAt }]
    : [];
}

function failedReceiptOf({ envelope, normalised }: RegistrationItem): ReportedSend[] {
  if (normalised.kind !== 'receipt' || normalised.status !== 'failed') return [];
  const { channelAccountId } = envelope;
  return [{ channelAccountId, providerId: normalised.providerId }];
}

function keysOf(envelope: StoredEnvelope, message: NormalisedMessage) {
  return {
    identityKey: envelope.identityKey,
    addressKey: senderKeyOf(message.sender),
  };
}
