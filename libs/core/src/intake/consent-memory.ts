import { endsOptOut, type NewConsentEntry, optOutOf } from '../consent/consent-entry.js';
import { isOptedOut, type OptOut, scopeKeyOf } from '../consent/opt-out.js';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import { type Instant, MINUTE } from '../time/instant.js';
import type { KnownConsent } from './registration-store.js';

/** Two programs that ask each other who they are must not go on for ever. */
const HELP_AGAIN_AFTER_MS = 10 * MINUTE;

/** What the senders of a batch want: as the database knows it, then as the batch itself changes it. */
export class ConsentMemory {
  private readonly optOuts = new Map<ContactPointId, readonly OptOut[]>();
  private readonly helpedAt = new Map<ContactPointId, Instant>();

  constructor(known: readonly KnownConsent[]) {
    for (const { contactPointId, optOuts, helpedAt } of known) {
      this.optOuts.set(contactPointId, optOuts);
      if (helpedAt !== null) this.helpedAt.set(contactPointId, helpedAt);
    }
  }

  isOptedOut(
    contactPointId: ContactPointId,
    message: {
      readonly requestId: ServiceRequestId | null;
      readonly channelAccountId: ChannelAccountId;
    },
  ): boolean {
    return isOptedOut(this.of(contactPointId), message);
  }

  /** @returns whether anything is different now. */
  apply(entry: NewConsentEntry): boolean {
    const { contactPointId } = entry;
    const before = this.of(contactPointId);
    const added = optOutOf(entry);
    if (added !== null) {
      if (before.some((known) => scopeKeyOf(known) === scopeKeyOf(added))) return false;
      this.optOuts.set(contactPointId, [...before, added]);
      return true;
    }
    const left = before.filter((known) => !endsOptOut(entry, known));
    this.optOuts.set(contactPointId, left);
    return left.length < before.length;
  }

  /** Whether a question for help is answered; remembered. */
  answersHelp(contactPointId: ContactPointId, now: Instant): boolean {
    const last = this.helpedAt.get(contactPointId);
    if (last !== undefined && now - last < HELP_AGAIN_AFTER_MS) return false;
    this.helpedAt.set(contactPointId, now);
    return true;
  }

  private of(contactPointId: ContactPointId): readonly OptOut[] {
    return this.optOuts.get(contactPointId) ?? [];
  }
}
