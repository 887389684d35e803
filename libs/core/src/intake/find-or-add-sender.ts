import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import type { AddressKey } from '../identity/binary-key.js';
import type { ContactId } from '../identity/ids.js';
import type { NewContactPoint } from '../request/records.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import type { Sender } from './batch-memory.js';
import type { Planning } from './planning.js';
import { senderKeyOf } from './sender-key.js';

export interface SenderArrival {
  readonly envelope: StoredEnvelope;
  readonly message: NormalisedMessage;
  /** The contact whose signed link was used, when it was. */
  readonly linkOwner: ContactId | null;
}

/**
 * The sender's contact point, made when it is new: on the link's owner, else on a new contact. Only
 * an authentic address gets a key and is found again; what somebody claims is kept beside it.
 */
export function findOrAddSender(arrival: SenderArrival, planning: Planning): Sender {
  const { message, linkOwner } = arrival;
  const known = planning.memory.knownSender(message);
  if (known !== null) return known;
  const contactId = linkOwner ?? addContact(arrival, planning);
  const { kind, address, authentic, claims } = message.sender;
  const key = authentic ? senderKeyOf(message.sender) : null;
  const point = contactPoint({ kind, address }, { contactId, key }, arrival, planning);
  planning.plan.contactPoints.push(point);
  for (const claim of claims ?? []) {
    planning.plan.contactPoints.push(
      contactPoint(claim, { contactId, key: null }, arrival, planning),
    );
  }
  const sender = { contactId, contactPointId: point.id };
  if (authentic) planning.memory.remember(message, sender);
  return sender;
}

function addContact({ envelope, message }: SenderArrival, { plan, context }: Planning): ContactId {
  const id = context.newId<'Contact'>();
  const name = truncateText(wellFormedText(message.sender.displayName ?? '').trim(), 200);
  plan.contacts.push({
    id,
    displayName: name === '' ? null : name,
    language: message.language ?? null,
    createdAt: envelope.receivedAt,
  });
  return id;
}

function contactPoint(
  { kind, address }: { readonly kind: string; readonly address: string },
  { contactId, key }: { readonly contactId: ContactId; readonly key: AddressKey | null },
  { envelope }: SenderArrival,
  { context }: Planning,
): NewContactPoint {
  return {
    id: context.newId<'ContactPoint'>(),
    contactId,
    kind,
    address,
    addressKey: key,
    verifiedAt: key === null ? null : envelope.receivedAt,
    createdAt: envelope.receivedAt,
  };
}
