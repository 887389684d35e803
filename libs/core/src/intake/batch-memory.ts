import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import type { ContactId, ContactPointId, ServiceRequestId, StaffId } from '../identity/ids.js';
import type { SlaClock } from '../sla/sla-clock.js';
import { SendersTold } from './acknowledgement-cap.js';
import { BatchReferences, type PointedRequest, type Pointers } from './batch-references.js';
import { type BlockCount, BlocksTold } from './block-cap.js';
import { ConsentMemory } from './consent-memory.js';
import type {
  CurrentRequest,
  FailedSend,
  KnownConsent,
  KnownSender,
  PagedRequest,
  ReferencedRequest,
  ReportedSend,
} from './registration-store.js';
import { senderKeyOf } from './sender-key.js';

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

/** What the database knows about the senders, references and receipts of a batch. */
export interface LoadedForBatch {
  readonly senders: readonly KnownSender[];
  readonly referenced: readonly ReferencedRequest[];
  readonly failedSends: readonly FailedSend[];
  /** Of the requests among them that wait for the citizen. */
  readonly pausedClocks: readonly SlaClock[];
  /** Whom of the town's own people an emergency waits for, newest page first. */
  readonly pages: readonly PagedRequest[];
  readonly consent: readonly KnownConsent[];
  /** What the blocks of its senders' addresses were told lately. */
  readonly blocks: readonly BlockCount[];
}

/**
 * What is known during one batch: loaded once, then kept up to date in memory, so that the second
 * message of a new identity finds the request that the first one made.
 */
export class BatchMemory {
  private readonly senders = new Map<string, Sender>();
  private readonly conversations = new Map<string, WorkingRequest>();
  private readonly requests = new Map<ServiceRequestId, WorkingRequest>();
  private readonly failedSends: readonly FailedSend[];
  private readonly paused: readonly SlaClock[];
  private readonly pages: readonly PagedRequest[];
  readonly references: BatchReferences;
  readonly told: SendersTold;
  readonly blocksTold: BlocksTold;
  readonly consent: ConsentMemory;

  constructor(loaded: LoadedForBatch) {
    const { senders, referenced, failedSends, pausedClocks, pages, consent, blocks } = loaded;
    this.blocksTold = new BlocksTold(blocks);
    this.consent = new ConsentMemory(consent);
    this.told = new SendersTold(senders);
    this.references = new BatchReferences(referenced);
    this.failedSends = failedSends;
    this.paused = pausedClocks;
    this.pages = pages;
    for (const sender of senders) {
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

  /** A request that the batch has met already. */
  known(id: ServiceRequestId): WorkingRequest | null {
    return this.requests.get(id) ?? null;
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

  /** The send that a receipt calls failed; null when it is none of ours. */
  failedSend(receipt: ReportedSend): FailedSend | null {
    const isIt = (send: FailedSend) =>
      send.providerId === receipt.providerId && send.channelAccountId === receipt.channelAccountId;
    return this.failedSends.find(isIt) ?? null;
  }

  /** The requests whose emergency was told to this person and waits, newest page first. */
  pagesOf(staffId: StaffId): readonly PagedRequest[] {
    return this.pages.filter((page) => page.staffId === staffId);
  }

  /** As they were before the batch: who resumes them ends the waiting, so that it happens once. */
  pausedClocks(requestId: ServiceRequestId): readonly SlaClock[] {
    return this.paused.filter((clock) => clock.requestId === requestId);
  }

  /** A forged sender is nobody we know. */
  knownSender(message: NormalisedMessage): Sender | null {
    if (!message.sender.authentic) return null;
    return this.senders.get(senderKey(message)) ?? null;
  }

  remember(message: NormalisedMessage, sender: Sender): void {
    this.senders.set(senderKey(message), sender);
  }

  changedRequests(): WorkingRequest[] {
    return [...this.requests.values()].filter((request) => request.changed && !request.isNew);
  }
}

function senderKey(message: NormalisedMessage): string {
  return senderKeyOf(message.sender).toString('hex');
}
