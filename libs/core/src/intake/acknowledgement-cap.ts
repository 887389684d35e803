import type { ContactPointId } from '../identity/ids.js';
import { addMilliseconds, DAY, HOUR, type Instant } from '../time/instant.js';
import type { BlockCap } from './block-cap.js';
import type { KnownSender, ScheduledDigest, SenderTold } from './registration-store.js';

/** How many acknowledgements one sender gets before the rest comes in one digest. */
export interface AcknowledgementCap {
  readonly most: number;
  readonly withinMs: number;
  /** How long a digest waits for more numbers after the first that it tells. */
  readonly digestAfterMs: number;
  readonly block: BlockCap;
}

export const defaultAcknowledgementCap: AcknowledgementCap = {
  most: 5,
  withinMs: DAY,
  digestAfterMs: HOUR,
  block: { most: 50, withinMs: HOUR },
};

export type AcknowledgedBy =
  | { readonly kind: 'message' }
  /** `schedule` is null when a digest waits already. */
  | { readonly kind: 'digest'; readonly schedule: ScheduledDigest | null };

/**
 * Counts what each sender is told, over the batch at hand too. Whoever was sent a digest gets no
 * single acknowledgement for as long again: a responder that answers everything and does not say so
 * (RFC 3834 §2) is then answered once a day at most.
 */
export class SendersTold {
  private readonly senders = new Map<ContactPointId, SenderTold>();

  constructor(known: readonly KnownSender[]) {
    for (const { contactPointId, told } of known) {
      if (contactPointId !== null) this.senders.set(contactPointId, told);
    }
  }

  /** How the sender learns the number of one more request; remembered. */
  tell(contactPointId: ContactPointId, cap: AcknowledgementCap, now: Instant): AcknowledgedBy {
    const told = this.senders.get(contactPointId) ?? nothingTold;
    if (told.digestDueAt !== null) return { kind: 'digest', schedule: null };
    const restsUntil =
      told.digestSentAt === null ? now : addMilliseconds(told.digestSentAt, cap.withinMs);
    if (told.acknowledgements < cap.most && restsUntil <= now) {
      const acknowledgements = told.acknowledgements + 1;
      this.senders.set(contactPointId, { ...told, acknowledgements });
      return { kind: 'message' };
    }
    const dueAt = latest(addMilliseconds(now, cap.digestAfterMs), restsUntil);
    this.senders.set(contactPointId, { ...told, digestDueAt: dueAt });
    return { kind: 'digest', schedule: { contactPointId, dueAt } };
  }
}

const nothingTold: SenderTold = { acknowledgements: 0, digestDueAt: null, digestSentAt: null };

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
