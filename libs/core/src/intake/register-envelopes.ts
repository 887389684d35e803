import type { StoredEnvelope } from '../channel/envelope.js';
import type { ServiceRequestId } from '../identity/ids.js';
import { loadBatch } from './load-batch.js';
import { normaliseEnvelope, notUnderstood } from './normalise-envelope.js';
import { planRegistration } from './plan-registration.js';
import type { RegistrationItem } from './planning.js';
import type { RegisterPorts, WrittenBatch } from './register-ports.js';
import type {
  PendingEnvelope,
  RegistrationTransaction,
  ReportedSend,
} from './registration-store.js';
import { writeEmergencies } from './write-emergencies.js';
import { writeRegistration } from './write-registration.js';

/** Understands, decides and writes, within a transaction that holds the lanes. */
export async function registerEnvelopes(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  pending: readonly PendingEnvelope[],
): Promise<WrittenBatch> {
  const items = await Promise.all(pending.map((envelope) => understand(ports, envelope)));
  const town = ports.town();
  const { newId, acknowledgementCap, pageLinks } = ports;
  const knowledge = ports.knowledge();
  const now = ports.clock.now();
  const context = { town, knowledge, newId, now, acknowledgementCap, pageLinks };
  const loaded = await loadBatch(transaction, items, context);
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

function arrivedReceiptOf({ envelope, normalised }: RegistrationItem): ReportedSend[] {
  if (normalised.kind !== 'receipt' || normalised.status === 'failed') return [];
  const { channelAccountId } = envelope;
  return [{ channelAccountId, providerId: normalised.providerId }];
}
