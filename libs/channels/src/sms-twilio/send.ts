import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';
import { describeLength, textLength } from '#core/text/text-units';

import { refusedNumber } from '../number-limits.js';
import { askTwilio, type TwilioClient } from '../twilio-client.js';
import { type AccountParts, canBeCalled, ownWebhook } from './account-parts.js';
import { ownAddressFor, phoneNumberOf } from './address.js';
import { MAX_SEGMENTS } from './limits.js';
import { sendOutcome, unmendedFault } from './send-outcome.js';

/** One attempt and no more: the library repeats nothing, and the provider knows no idempotency key. */
export async function send(
  parts: AccountParts,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { settings, tools } = parts;
  const refusal = refusalOf(parts, delivery);
  if (refusal !== null) {
    return { kind: 'not-sent', failure: { kind: 'rejected', reason: refusal } };
  }
  const message = messageOf(parts, delivery);
  const answer = await askTwilio(settings, signal, ({ messages }) => messages.create(message));
  const unmended = unmendedFault(answer);
  if (unmended !== null) tools.log.warn('sms-number-not-usable', { error: unmended });
  return sendOutcome(answer, tools.clock.now());
}

function refusalOf({ settings }: AccountParts, { text, channelRef }: Delivery): string | null {
  if (textLength(text, 'sms-segments') > MAX_SEGMENTS) {
    return `the text is ${describeLength(text, 'sms-segments')} long; ${MAX_SEGMENTS} are taken`;
  }
  const number = phoneNumberOf(channelRef);
  return number === null ? null : refusedNumber(number, settings);
}

type NewMessage = Parameters<TwilioClient['messages']['create']>[0];

function messageOf(parts: AccountParts, { text, channelRef }: Delivery): NewMessage {
  const { number, messagingServiceSid } = parts.settings;
  return {
    to: channelRef,
    body: text,
    ...(messagingServiceSid !== undefined && { messagingServiceSid }),
    ...(messagingServiceSid === undefined &&
      number !== undefined && { from: ownAddressFor(channelRef, number) }),
    ...(canBeCalled(parts) && { statusCallback: ownWebhook(parts) }),
  };
}
