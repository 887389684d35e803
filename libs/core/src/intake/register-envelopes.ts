import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import type { ServiceRequestId } from '../identity/ids.js';
import type { ReceivedReceipt } from '../request/records.js';
import { requestNumbersIn } from '../request/request-number.js';
import { addMilliseconds } from '../time/instant.js';
import type { LoadedForBatch } from './batch-memory.js';
import { normaliseEnvelope, notUnderstood } from './normalise-envelope.js';
import { planRegistration } from './plan-registration.js';
import type { RegistrationItem } from './planning.js';
import type { RegisterPorts, WrittenBatch } from './register-ports.js';
import type {
  CurrentRequest,
  PendingEnvelope,
  RegistrationTransaction,
  ReportedSend,
} from './registration-store.js';
import { senderKeyOf } from './sender-key.js';
import { writeEmergencies } from './write-emergencies.js';
import { writeRegistration } from './write-registration.js';

/** Understands, decides and writes, within a transaction that holds the lanes. */
export async function registerEnvelopes(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  pending: readonly PendingEnvelope[],
): Promise<WrittenBatch> {
  const items = await Promise.all(pending.map((envelope) => understand(ports, envelope)));
  const messages = items.flatMap((item) =>
    item.normalised.kind === 'message' ? [{ item, message: item.normalised }] : [],
  );
  const town = ports.town();
  const { newId, acknowledgementCap } = ports;
  const knowledge = ports.knowledge();
  const context = { town, knowledge, newId, now: ports.clock.now(), acknowledgementCap };
  const senders = await transaction.findSenders(
    messages.map(({ item, message }) => keysOf(item.envelope, message)),
    addMilliseconds(context.now, -acknowledgementCap.withinMs),
  );
  const referenced = await transaction.findReferences({
    requestIds: items.flatMap((item) => item.signedRequestId ?? []),
    externalIds: messages.flatMap(({ message }) => message.evidence.repliesTo),
    numbers: messages.flatMap(({ item, message }) => [
      ...(item.signedNumber === null ? [] : [item.signedNumber]),
      ...requestNumbersIn(message.text, town.letters),
    ]),
  });
  // Before the look at what they are about, while settling does it the other way round: a bounce and
  // the answer of the relay may come at the same moment, and one of the two must see the other.
  await transaction.applyReceipts(items.flatMap(receiptOf));
  const failedSends = await transaction.findFailedSends(items.flatMap(failedReceiptOf));
  const current = [
    ...senders.flatMap((sender) => sender.current ?? []),
    ...referenced,
    ...failedSends.map(({ request }) => request),
  ];
  const pausedClocks = await findPausedClocks(transaction, current);
  const loaded = { senders, referenced, failedSends, pausedClocks };
  const plan = planRegistration(items, loaded, context);
  await writeEmergencies(transaction, plan, context);
  await writeRegistration(transaction, plan, town);
  // After the messages: whoever has answered already is not waited for.
  await transaction.awaitCitizens(items.flatMap(arrivedReceiptOf));
  return {
    outcomes: plan.settlements.map(({ outcome }) => outcome),
    outgoing:
      plan.outbox.length > 0 ||
      plan.requests.some(({ acknowledgement }) => acknowledgement !== null),
  };
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

async function understand(
  ports: RegisterPorts,
  pending: PendingEnvelope,
): Promise<RegistrationItem> {
  const raw = pending.raw ?? (await ports.files.read(pending.rawSha256));
  const envelope = { ...pending, raw: raw ?? Buffer.alloc(0) };
  // A missing or altered file must not hold up its lane; the ledger names the file.
  const understood =
    raw === null
      ? notUnderstood('raw-bytes-missing')
      : normaliseEnvelope(ports.accounts, envelope, ports.parsing.resultOf(envelope.id));
  const signedRequestId = signedRequestOf(ports, envelope, understood.normalised);
  const signedNumber = signedNumberOf(ports, understood.normalised);
  return { envelope, ...understood, signedRequestId, signedNumber };
}

/** A signed reference counts for the participant it was made for and for nobody else. */
function signedRequestOf(
  ports: RegisterPorts,
  envelope: StoredEnvelope,
  normalised: RegistrationItem['normalised'],
): ServiceRequestId | null {
  if (normalised.kind !== 'message') return null;
  for (const token of normalised.evidence.signedReferences) {
    const reading = ports.links.read(token, envelope.receivedAt);
    if (reading.kind === 'valid' && reading.grant.identityKey.equals(envelope.identityKey)) {
      return reading.grant.requestId;
    }
  }
  return null;
}

function signedNumberOf(
  { replyTokens }: RegisterPorts,
  normalised: RegistrationItem['normalised'],
): string | null {
  if (normalised.kind !== 'message') return null;
  const { sender, evidence } = normalised;
  for (const token of evidence.replyTokens ?? []) {
    const number = replyTokens.read(token, sender);
    if (number !== null) return number;
  }
  return null;
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

function arrivedReceiptOf({ envelope, normalised }: RegistrationItem): ReportedSend[] {
  if (normalised.kind !== 'receipt' || normalised.status === 'failed') return [];
  const { channelAccountId } = envelope;
  return [{ channelAccountId, providerId: normalised.providerId }];
}

function keysOf(envelope: StoredEnvelope, message: NormalisedMessage) {
  return {
    identityKey: envelope.identityKey,
    addressKey: senderKeyOf(message.sender),
  };
}
