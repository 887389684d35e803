import type { ChannelTools } from '#core/channel/definition';
import { type Delivery, type DeliveryOutcome, goesToStaff } from '#core/channel/delivery';
import { textLength } from '#core/text/text-units';

import { refusedNumber } from '../number-limits.js';
import { askTwilio } from '../twilio-client.js';
import { twilioSendOutcome } from '../twilio-errors.js';
import { canBeCalledAt, phoneNumber, webhookAddress } from '../twilio-settings.js';
import { MAX_SPOKEN_CHARACTERS } from './limits.js';
import { pageSpeech } from './page-speech.js';
import type { VoiceTwilioSettings } from './settings.js';

/** After so many seconds a mobile network's own answering machine takes the call. */
const RING_SECONDS = 25;

/** Calls a person of the town and says it twice. Citizens are never called. */
export async function send(
  delivery: Delivery,
  settings: VoiceTwilioSettings,
  tools: ChannelTools,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const refusal = refusalOf(delivery, settings);
  if (refusal !== null) return { kind: 'not-sent', failure: refusal };
  const address = webhookAddress(settings.publicUrl ?? tools.publicUrl, tools.account.code);
  const answer = await askTwilio(settings, signal, (client) =>
    client.calls.create({
      to: delivery.channelRef,
      from: settings.number,
      twiml: pageSpeech(delivery, address, tools),
      timeout: RING_SECONDS,
      ...(canBeCalledAt(address, settings) && {
        statusCallback: `${address}?step=status&entry=${delivery.idempotencyKey}`,
        statusCallbackEvent: ['completed'],
      }),
    }),
  );
  if (answer.kind === 'answered') return { kind: 'sent', providerId: answer.value.sid };
  return twilioSendOutcome(answer, tools.clock.now());
}

function refusalOf({ kind, text, channelRef }: Delivery, settings: VoiceTwilioSettings) {
  if (!goesToStaff(kind)) {
    const reason = 'a call carries no text: it takes another way, or a person calls back';
    return { kind: 'window-closed', reason } as const;
  }
  if (textLength(text, 'characters') > MAX_SPOKEN_CHARACTERS) {
    const reason = `text longer than ${MAX_SPOKEN_CHARACTERS} characters`;
    return { kind: 'rejected', reason } as const;
  }
  if (!phoneNumber.safeParse(channelRef).success) {
    return { kind: 'recipient-gone', reason: 'no phone number' } as const;
  }
  const reason = refusedNumber(channelRef, settings);
  return reason === null ? null : ({ kind: 'rejected', reason } as const);
}
