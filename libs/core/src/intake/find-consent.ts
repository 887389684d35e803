import type { NormalisedMessage } from '../channel/normalised.js';
import type { RegistrationItem } from './planning.js';
import type {
  FailedSend,
  KnownConsent,
  KnownSender,
  RegistrationTransaction,
} from './registration-store.js';
import { senderKeyOf } from './sender-key.js';

interface AboutConsent {
  readonly messages: readonly {
    readonly item: RegistrationItem;
    readonly message: NormalisedMessage;
  }[];
  readonly senders: readonly KnownSender[];
  readonly failedSends: readonly FailedSend[];
  readonly items: readonly RegistrationItem[];
}

/** The consent of those who text in this batch, or whom a provider reports. Nothing is read for others. */
export async function findBatchConsent(
  transaction: RegistrationTransaction,
  about: AboutConsent,
): Promise<readonly KnownConsent[]> {
  const ids = new Set([...textingSenders(about), ...reportedAddresses(about)]);
  return ids.size === 0 ? [] : transaction.findConsent([...ids]);
}

function textingSenders({ messages, senders }: AboutConsent) {
  const keys = new Set(
    messages
      .filter(({ item }) => item.capabilities.consent === 'keywords')
      .map(({ message }) => senderKeyOf(message.sender).toString('hex')),
  );
  return senders
    .filter(({ addressKey }) => keys.has(addressKey.toString('hex')))
    .flatMap(({ contactPointId }) => contactPointId ?? []);
}

function reportedAddresses({ items, failedSends }: AboutConsent) {
  const reported = new Set(
    items.flatMap(({ normalised }) =>
      normalised.kind === 'receipt' && normalised.optedOut === true ? [normalised.providerId] : [],
    ),
  );
  return failedSends
    .filter(({ providerId }) => reported.has(providerId))
    .map(({ contactPointId }) => contactPointId);
}
