import type { SenderAddress } from '#core/channel/normalised';
import { truncateText, wellFormedText } from '#core/text/well-formed';

import { fieldAt, textAt } from './json-fields.js';
import { phoneOf, type StatedPerson, statedPerson, userIdOf } from './stated-person.js';
import type { WebhookEvent } from './webhook-events.js';

const MAX_NAME_CHARACTERS = 200;

/** Whom an event is about: a number may be withheld, and older events carry no user id. */
export interface WhatsAppPerson extends StatedPerson {
  readonly displayName: string | null;
}

/** Who wrote a message, or whom a status is about. */
export function personOf(event: WebhookEvent): WhatsAppPerson {
  const stated = statedPerson(event.event);
  const contact = fieldAt(event.value, 'contacts', event.contact);
  return {
    userId: stated.userId ?? userIdOf(fieldAt(contact, 'user_id')),
    phone: stated.phone ?? phoneOf(fieldAt(contact, 'wa_id')),
    displayName: displayNameOf(contact),
  };
}

/** The user id is the address where there is one: a number changes hands, and may be withheld later. */
export function addressOf({ userId, phone, displayName }: WhatsAppPerson): SenderAddress | null {
  const number = phone === null ? null : { kind: 'phone', address: `+${phone}` };
  const address = userId === null ? number : { kind: 'whatsapp', address: userId };
  if (address === null) return null;
  return {
    ...address,
    ...(displayName !== null && { displayName }),
    authentic: true,
    ...(userId !== null && number !== null && { claims: [number] }),
  };
}

function displayNameOf(contact: unknown): string | null {
  const profile = fieldAt(contact, 'profile');
  const stated = textAt(profile, 'name') ?? textAt(profile, 'username') ?? '';
  const name = truncateText(wellFormedText(stated).trim(), MAX_NAME_CHARACTERS);
  return name === '' ? null : name;
}
