import type { Pacing } from '../account/channel-accounts.js';
import type { Delivery, OutboundKind } from '../channel/delivery.js';
import type { Introduce } from '../consent/consent-texts.js';
import type {
  ChannelAccountId,
  DeliveryAttemptId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '../identity/ids.js';
import type { Refusal } from '../ladder/refusal.js';
import type { DailySpend } from '../spend/billing.js';
import type { Instant } from '../time/instant.js';

/**
 * `unknown`: bytes left and no answer came; it leaves this state by evidence or by a person only.
 * `withdrawn`: a person took the message back while it was held, or its citizen opted out.
 */
export const outboxState = {
  waiting: 0,
  sending: 1,
  sent: 2,
  failed: 3,
  unknown: 4,
  withdrawn: 5,
} as const;
export type OutboxState = keyof typeof outboxState;

/** Smaller leaves first. */
export const outboxPriority: Readonly<Record<OutboundKind, number>> = {
  'emergency-page': 0,
  reply: 1,
  alert: 1,
  status: 2,
  acknowledgement: 3,
};

/** Texts that no person wrote: they wait and rest where others leave. */
export function isAutomatic(kind: OutboundKind): boolean {
  return kind === 'status' || kind === 'acknowledgement';
}

export const attemptOutcome = { begun: 0, sent: 1, 'not-sent': 2, unknown: 3 } as const;
export type AttemptOutcome = keyof typeof attemptOutcome;

/** An entry that this worker holds until `leaseUntil`, its attempt row committed. */
export interface ClaimedDelivery extends Delivery {
  readonly entryId: OutboxEntryId;
  readonly attemptId: DeliveryAttemptId;
  readonly channelAccountId: ChannelAccountId;
  /** Null for an alert that is about no request. */
  readonly requestId: ServiceRequestId | null;
  readonly messageId: MessageId | null;
  readonly staffId: StaffId | null;
  readonly asksCitizen: boolean;
  readonly claimedAt: Instant;
}

export interface Claim {
  readonly accountId: ChannelAccountId;
  /** This worker, with a part that no other start of it shares. */
  readonly owner: string;
  /** Never more than the free send slots: every claimed entry is sent at once. */
  readonly slots: number;
  readonly now: Instant;
  readonly leaseUntil: Instant;
  readonly pacing: Pacing;
  /** Makes of a text the first one to its address; absent where citizens are not told how to end texts. */
  readonly introduce?: Introduce;
}

/** What follows from one attempt's outcome; computed by the core, written by the store. */
export interface Settlement {
  readonly entryId: OutboxEntryId;
  /** The fence: an older attempt's answer changes nothing any more. */
  readonly attempt: number;
  readonly attemptOutcome: Exclude<AttemptOutcome, 'begun'>;
  readonly state: Exclude<OutboxState, 'sending' | 'withdrawn'>;
  readonly providerId: string | null;
  readonly reason: string | null;
  /** A person's answer ended here without arriving: it looks for another way, or for a person. */
  readonly refusal?: Refusal;
  /** The provider says that the address has opted out: recorded as if its citizen had said so. */
  readonly optedOut?: true;
  /** When a waiting entry is due again. */
  readonly dueAt: Instant | null;
  /** When an unknown outcome is looked up; null when only a person can tell. */
  readonly reconcileAt: Instant | null;
  /** Nothing more is sent for this account before then. */
  readonly pauseAccount: { readonly accountId: ChannelAccountId; readonly until: Instant } | null;
  /** A person's answer was accepted: the request's response clocks that began before it are met. */
  readonly meets: {
    readonly requestId: ServiceRequestId;
    readonly writtenAt: Instant;
    /** It is a question: from when it has arrived, the request waits for the citizen. */
    readonly asksCitizen?: true;
  } | null;
  /** What it cost: counted with the outcome, so that no crash loses or doubles it. */
  readonly spend?: DailySpend;
  readonly endedAt: Instant;
}

/** An entry whose outcome is unknown, taken for one look at the provider. */
export interface UnknownDelivery extends ClaimedDelivery {
  /** When the provider's list was last read without finding it. */
  readonly absentSince: Instant | null;
  /** How often it was sent again without a person. */
  readonly automaticResends: number;
}

export type Reconciliation =
  | { readonly kind: 'settled'; readonly settlement: Settlement }
  | {
      readonly kind: 'resend';
      readonly entryId: OutboxEntryId;
      readonly attempt: number;
      readonly dueAt: Instant;
    }
  | {
      readonly kind: 'look-again';
      readonly entryId: OutboxEntryId;
      readonly attempt: number;
      readonly absentSince: Instant | null;
      readonly reconcileAt: Instant | null;
      /** Nobody looks any more: from now on it is a person's. */
      readonly givenUpAt?: Instant;
    };

/** Each function is one transaction. Throws `StoreUnavailable` or `StoreConflict`. */
export interface OutboxStore {
  accountsWithWork(now: Instant): Promise<readonly ChannelAccountId[]>;
  /**
   * Most urgent first; marks the entries as sending and writes their attempt rows in one commit. What
   * goes to an address that has opted out is withdrawn instead, whoever put it there and when: an
   * opt-out that was committed before the claim holds for everything that is claimed (ADR 0026).
   */
  claim(claim: Claim): Promise<readonly ClaimedDelivery[]>;
  /** @returns the entries that somebody else has settled meanwhile: their outcome was not written. */
  settle(settlements: readonly Settlement[], owner: string): Promise<readonly OutboxEntryId[]>;
  /** Sending past their lease: from now on unknown, to be looked up at `reconcileAt`. */
  expireLeases(now: Instant, reconcileAt: Instant, limit: number): Promise<number>;
  /** Unknown ones due for a look; their `reconcileAt` moves to `until`, so that no colleague looks too. */
  takeUnknown(now: Instant, until: Instant, limit: number): Promise<readonly UnknownDelivery[]>;
  /** Which of these ids of the provider belong to other entries of the account: each message is one entry’s. */
  namedByOthers(
    delivery: Pick<UnknownDelivery, 'entryId' | 'channelAccountId'>,
    providerIds: readonly string[],
  ): Promise<readonly string[]>;
  reconcile(reconciliation: Reconciliation): Promise<void>;
}
