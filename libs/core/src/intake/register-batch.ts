import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import { StoreDataRefused } from '../error/store-errors.js';
import type { FileStore } from '../file/file-store.js';
import { addressKeyOf } from '../identity/binary-key.js';
import type { NewId, ServiceRequestId } from '../identity/ids.js';
import { requestNumbersIn } from '../request/request-number.js';
import type { SignedLinks } from '../secret/signed-links.js';
import type { Clock } from '../time/clock.js';
import type { Checkpoint } from './checkpoint.js';
import type { EnvelopeOutcome } from './envelope-outcome.js';
import { normaliseEnvelope } from './normalise-envelope.js';
import { planQuarantine, planRegistration } from './plan-registration.js';
import type { RegistrationItem } from './planning.js';
import { emptyPlan } from './registration-plan.js';
import type {
  PendingEnvelope,
  RegistrationStore,
  RegistrationTransaction,
} from './registration-store.js';
import { writeRegistration } from './write-registration.js';

export interface RegisterPorts {
  readonly store: RegistrationStore;
  readonly accounts: ChannelAccounts;
  readonly files: FileStore;
  readonly links: SignedLinks;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly town: () => Town;
  readonly checkpoint: Checkpoint;
}

export type BatchResult =
  /** Every wanted lane is in another worker's hands. */
  | { readonly kind: 'all-taken' }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'registered';
      readonly outcomes: readonly EnvelopeOutcome[];
      /** Fewer lanes than wanted, or as many envelopes as a batch holds: there may be more. */
      readonly more: boolean;
      /** Something was put into the outbox. */
      readonly outgoing: boolean;
    };

/**
 * Registers the oldest envelopes of the given lanes in one transaction: message, request, clock,
 * acknowledgement, audit and the envelope's outcome become true together or not at all.
 */
export async function registerBatch(
  ports: RegisterPorts,
  lanes: readonly number[],
): Promise<BatchResult> {
  const result = await ports.store.transaction(async (transaction): Promise<BatchResult> => {
    const locked = await transaction.lockLanes(lanes);
    if (locked.length === 0) return { kind: 'all-taken' };
    ports.checkpoint('register:locked');
    const pending = await transaction.readPending(locked, ports.store.batchSize);
    if (pending.length === 0) return { kind: 'empty' };
    const written = await registerEnvelopes(ports, transaction, pending);
    ports.checkpoint('register:written');
    const more = locked.length < lanes.length || pending.length >= ports.store.batchSize;
    return { kind: 'registered', more, ...written };
  });
  ports.checkpoint('register:committed');
  return result;
}

export interface WrittenBatch {
  readonly outcomes: readonly EnvelopeOutcome[];
  readonly outgoing: boolean;
}

/** Understands, decides and writes, within a transaction that holds the lanes. */
export async function registerEnvelopes(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  pending: readonly PendingEnvelope[],
): Promise<WrittenBatch> {
  const items = await Promise.all(pending.map((envelope) => understand(ports, envelope)));
  return registerItems(ports, transaction, items);
}

async function registerItems(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  items: readonly RegistrationItem[],
): Promise<WrittenBatch> {
  const messages = items.flatMap((item) =>
    item.normalised.kind === 'message' ? [{ item, message: item.normalised }] : [],
  );
  const town = ports.town();
  const senders = await transaction.findSenders(
    messages.map(({ item, message }) => keysOf(item.envelope, message)),
  );
  const referenced = await transaction.findReferences({
    requestIds: items.flatMap((item) => item.signedRequestId ?? []),
    externalIds: messages.flatMap(({ message }) => message.evidence.repliesTo),
    numbers: messages.flatMap(({ message }) => requestNumbersIn(message.text, town.letters)),
  });
  const context = { town, newId: ports.newId, now: ports.clock.now() };
  const plan = planRegistration(items, { senders, referenced }, context);
  await writeRegistration(transaction, plan, town);
  return {
    outcomes: plan.settlements.map(({ outcome }) => outcome),
    outgoing:
      plan.outbox.length > 0 ||
      plan.requests.some(({ acknowledgement }) => acknowledgement !== null),
  };
}

/**
 * For a batch that the database refused for one of its values: halves it within the transaction
 * until the bad item stands alone and is quarantined; the others go on, in order.
 */
export async function registerByHalves(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  pending: readonly PendingEnvelope[],
): Promise<WrittenBatch> {
  let written: WrittenBatch = { outcomes: [], outgoing: false };
  try {
    await transaction.savepoint(async () => {
      written = await registerEnvelopes(ports, transaction, pending);
    });
    return written;
  } catch (error) {
    if (!(error instanceof StoreDataRefused)) throw error;
    const [only] = pending;
    if (pending.length === 1 && only !== undefined) {
      await quarantine(ports, transaction, only, 'refused-by-database');
      return { outcomes: ['quarantined'], outgoing: false };
    }
  }
  const middle = Math.ceil(pending.length / 2);
  const first = await registerByHalves(ports, transaction, pending.slice(0, middle));
  const second = await registerByHalves(ports, transaction, pending.slice(middle));
  return {
    outcomes: [...first.outcomes, ...second.outcomes],
    outgoing: first.outgoing || second.outgoing,
  };
}

export async function quarantine(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  envelope: Pick<StoredEnvelope, 'id'>,
  reason: string,
): Promise<void> {
  const plan = emptyPlan();
  planQuarantine(envelope, reason, plan, ports.clock.now());
  await writeRegistration(transaction, plan, ports.town());
}

async function understand(
  ports: RegisterPorts,
  pending: PendingEnvelope,
): Promise<RegistrationItem> {
  const raw = pending.raw ?? (await ports.files.read(pending.rawSha256));
  if (raw === null)
    throw new Error(
      `The raw bytes of envelope ${String(pending.id)} are missing from the file store`,
    );
  const envelope = { ...pending, raw };
  const understood = normaliseEnvelope(ports.accounts, envelope);
  return {
    envelope,
    ...understood,
    signedRequestId: signedRequestOf(ports, envelope, understood.normalised),
  };
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

function keysOf(envelope: StoredEnvelope, message: NormalisedMessage) {
  return {
    identityKey: envelope.identityKey,
    addressKey: addressKeyOf(message.sender.kind, message.sender.address),
  };
}
