import type {
  ChannelAccountId,
  ConsentEntryId,
  ContactPointId,
  EnvelopeId,
  MessageId,
  ServiceRequestId,
  StaffId,
} from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { ConsentScope, ConsentSource, OptOut } from './opt-out.js';

/** `guessed` is an opt-out by a wording that no law lists: it holds, and a person looks at it. */
export const consentActions = ['opted-out', 'guessed', 'opted-in', 'help'] as const;
export type ConsentAction = (typeof consentActions)[number];

/** A line of the consent ledger: who wanted what, when and in which words. Never changed. */
export interface NewConsentEntry {
  readonly id: ConsentEntryId;
  /** The store adds the contact that the address belongs to now; the entry stays with the address. */
  readonly contactPointId: ContactPointId;
  readonly action: ConsentAction;
  /** How much ends or begins; null for a question. */
  readonly scope: ConsentScope | null;
  /** Where it was said, or which account is meant. */
  readonly channelAccountId: ChannelAccountId | null;
  /** The request on whose timeline it stands. */
  readonly requestId: ServiceRequestId | null;
  readonly source: ConsentSource;
  readonly words: string | null;
  /** The message that holds the words; null for words that are no message. */
  readonly messageId: MessageId | null;
  readonly envelopeId: EnvelopeId | null;
  readonly staffId: StaffId | null;
  readonly recordedAt: Instant;
}

export const CONSENT_WORDS_CHARACTERS = 500;

/** The state that an entry begins; null when it begins none. Pure. */
export function optOutOf(entry: Omit<NewConsentEntry, 'id'>): OptOut | null {
  const { action, scope, contactPointId, source, recordedAt: optedOutAt } = entry;
  if (scope === null || (action !== 'opted-out' && action !== 'guessed')) return null;
  return {
    ...{ contactPointId, scope, source, optedOutAt },
    channelAccountId: scope === 'channel' ? entry.channelAccountId : null,
    requestId: scope === 'request' ? entry.requestId : null,
  };
}

/**
 * Whether an entry ends an opt-out of its address. Who wants messages of an account again wants those
 * about every request; who has ended another account's has said nothing about that one (ADR 0026).
 */
export function endsOptOut(
  entry: Pick<NewConsentEntry, 'action' | 'scope' | 'channelAccountId' | 'requestId'>,
  optOut: Pick<OptOut, 'scope' | 'channelAccountId' | 'requestId'>,
): boolean {
  if (entry.action !== 'opted-in' || entry.scope === null) return false;
  switch (entry.scope) {
    case 'request':
      return optOut.scope === 'request' && optOut.requestId === entry.requestId;
    case 'channel':
      return optOut.scope !== 'channel' || optOut.channelAccountId === entry.channelAccountId;
    case 'everything':
      return true;
  }
}
