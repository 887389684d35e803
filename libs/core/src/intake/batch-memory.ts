import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import { addressKeyOf } from '../identity/binary-key.js';
import type { ContactId, ContactPointId, NewId, ServiceRequestId } from '../identity/ids.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import { BatchReferences, type PointedRequest, type Pointers } from './batch-references.js';
import type { RegistrationPlan } from './registration-plan.js';
import type { CurrentRequest, KnownSender, ReferencedRequest } from './registration-store.js';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** A request while a batch is worked through: what the database holds, then what the batch adds. */
export interface WorkingRequest extends Mutable<CurrentRequest> {
  addedMessages: number;
  changed: boolean;
  isNew: boolean;
}

export interface Sender {
  readonly contactId: ContactId;
  readonly contactPointId: ContactPointId;
}

/**
 * What is known during one batch: loaded once, then kept up to date in memory, so that the second
 * message of a new identity finds the request that the first one made.
 */
export class BatchMemory {
  private readonly senders = new Map<string, Sender>();
  private readonly conversations = new Map<string, WorkingRequest>();
  private readonly requests = new Map<ServiceRequestId, WorkingRequest>();
  readonly references: BatchReferences;

  constructor(known: readonly KnownSender[], referenced: readonly ReferencedRequest[]) {
    this.references = new BatchReferences(referenced);
    for (const sender of known) {
      if (sender.contactId !== null && sender.contactPointId !== null) {
        const { contactId, contactPointId } = sender;
        this.senders.set(sender.addressKey.toString('hex'), { contactId, contactPointId });
      }
      if (sender.current !== null) {
        this.conversations.set(sender.identityKey.toString('hex'), this.working(sender.current));
      }
    }
  }

  working(request: CurrentRequest): WorkingRequest {
    const known = this.requests.get(request.id);
    if (known !== undefined) return known;
    const working = { ...request, addedMessages: 0, changed: false, isNew: false };
    this.requests.set(request.id, working);
    return working;
  }

  addNew(request: WorkingRequest): void {
    this.requests.set(request.id, request);
    if (request.conversationKey !== null) {
      this.conversations.set(request.conversationKey.toString('hex'), request);
    }
  }

  /** The request this conversation is at, as the batch has left it so far. */
  conversationOf(envelope: StoredEnvelope): WorkingRequest | null {
    const found = this.conversations.get(envelope.identityKey.toString('hex'));
    return found?.conversationKey == null ? null : found;
  }

  /** The requests that a message points at, as the batch has left them so far. */
  pointedAt(pointers: Pointers): PointedRequest[] {
    return this.references
      .pointedAt(pointers)
      .map((request) => ({ ...request, ...this.working(request) }));
  }

  knownSender(message: NormalisedMessage): Sender | null {
    return this.senders.get(senderKey(message)) ?? null;
  }

  remember(message: NormalisedMessage, sender: Sender): void {
    this.senders.set(senderKey(message), sender);
  }

  changedRequests(): WorkingRequest[] {
    return [...this.requests.values()].filter((request) => request.changed && !request.isNew);
  }
}

export interface SenderArrival {
  readonly envelope: StoredEnvelope;
  readonly message: NormalisedMessage;
  /** The contact whose signed link was used, when it was. */
  readonly linkOwner: ContactId | null;
}

/** The sender's contact point, made when it is new: on the link's owner, else on a new contact. */
export function findOrAddSender(
  memory: BatchMemory,
  plan: RegistrationPlan,
  arrival: SenderArrival,
  newId: NewId,
): Sender {
  const { envelope, message, linkOwner } = arrival;
  const known = memory.knownSender(message);
  if (known !== null) return known;
  const createdAt = envelope.receivedAt;
  const contactId = linkOwner ?? newId<'Contact'>();
  if (linkOwner === null) {
    plan.contacts.push({
      id: contactId,
      displayName: displayNameOf(message),
      language: message.language ?? null,
      createdAt,
    });
  }
  const sender = { contactId, contactPointId: newId<'ContactPoint'>() };
  plan.contactPoints.push({
    id: sender.contactPointId,
    contactId,
    kind: message.sender.kind,
    address: message.sender.address,
    addressKey: addressKeyOf(message.sender.kind, message.sender.address),
    verifiedAt: message.sender.authentic ? createdAt : null,
    createdAt,
  });
  memory.remember(message, sender);
  return sender;
}

function displayNameOf(message: NormalisedMessage): string | null {
  const name = wellFormedText(message.sender.displayName ?? '').trim();
  return name === '' ? null : truncateText(name, 200);
}

function senderKey(message: NormalisedMessage): string {
  return addressKeyOf(message.sender.kind, message.sender.address).toString('hex');
}
