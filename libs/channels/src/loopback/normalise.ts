import type { StoredEnvelope } from '#core/channel/envelope';
import type { DeliveryReceipt, Normalised, NormalisedMessage } from '#core/channel/normalised';
import { truncateText, wellFormedText } from '#core/text/well-formed';
import { type Instant, instantFromIso } from '#core/time/instant';

import { type MessageEvent, readEvent, type ReceiptEvent, type UnknownEvent } from './event.js';

export function normalise(envelope: StoredEnvelope): Normalised {
  const event = readEvent(envelope.raw);
  switch (event.type) {
    case 'message':
      return message(event);
    case 'receipt':
      return receipt(event);
    case 'echo':
      return { kind: 'ignored', reason: 'own-echo' };
    case 'unknown':
      return placeholder(event, envelope);
  }
}

function message(event: MessageEvent): NormalisedMessage {
  const { from, name, claims, subject, language, serviceCode } = event;
  return {
    kind: 'message',
    sender: {
      kind: 'loopback',
      address: from,
      ...(name !== undefined && { displayName: wellFormedText(name) }),
      authentic: event.authentic ?? true,
      ...(claims !== undefined && { claims }),
    },
    text: event.text,
    ...(subject !== undefined && { subject: wellFormedText(subject) }),
    occurredAt: instantOf(event.at),
    channelRef: from,
    externalId: wellFormedText(event.id),
    evidence: { signedReferences: event.links ?? [], repliesTo: event.replyTo ?? [] },
    attachments: (event.attachments ?? []).map(({ reference, filename, contentType }) => ({
      reference: wellFormedText(reference),
      filename: filename == null ? null : wellFormedText(filename),
      contentType: wellFormedText(contentType),
    })),
    automatic: event.automatic ?? false,
    ...(language !== undefined && { language }),
    ...(serviceCode !== undefined && { serviceCode }),
  };
}

function receipt({ providerId, status, at, reason }: ReceiptEvent): DeliveryReceipt {
  const occurredAt = instantOf(at);
  const words = reason === undefined ? {} : { reason: wellFormedText(reason) };
  return { kind: 'receipt', providerId: wellFormedText(providerId), status, occurredAt, ...words };
}

/** Somebody sees that something came. It is not acknowledged: nobody knows whether words were meant. */
function placeholder(event: UnknownEvent, envelope: StoredEnvelope): NormalisedMessage {
  const address = event.from ?? `event:${envelope.identityKey.toString('hex')}`;
  return {
    kind: 'message',
    sender: { kind: 'loopback', address, authentic: true },
    text: placeholderText(event),
    occurredAt: null,
    channelRef: address,
    externalId: null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
    automatic: true,
  };
}

function placeholderText({ stated, faults }: UnknownEvent): string {
  const kind = stated === null ? 'without a kind' : `of kind "${truncateText(stated, 40)}"`;
  const places = faults.filter((path) => path !== '' && path !== 'type').join(', ');
  const where = places === '' ? '' : ` It does not fit at: ${places}.`;
  return wellFormedText(
    `[An event ${kind} arrived and cannot be shown.${where} Its bytes are kept.]`,
  );
}

/** What lies before 1970 is a clock that was never set. */
function instantOf(at: string | undefined): Instant | null {
  const instant = at === undefined ? null : instantFromIso(at);
  return instant === null || instant < 0 ? null : instant;
}
