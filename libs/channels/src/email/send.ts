import type { ChannelTools } from '#core/channel/definition';
import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';
import { textLength } from '#core/text/text-units';

import { readMailReference } from './mail-reference.js';
import { composeMail } from './outgoing/compose.js';
import { MAX_TEXT_CHARACTERS } from './outgoing/limits.js';
import type { OutgoingMail } from './outgoing/transport.js';
import { sendOutcome } from './send-outcome.js';
import type { EmailSettings } from './settings.js';

/** What sending for one account needs; the transport lives as long as the adapter. */
export interface OutgoingParts {
  readonly settings: EmailSettings;
  readonly tools: ChannelTools;
  readonly transport: OutgoingMail;
}

/**
 * One attempt for one recipient: several recipients are several deliveries, so that one who is refused
 * is tried again alone. Cut off before anything left, it says so instead of `unknown`: for that the
 * outcome follows the end of the handing over without another wait.
 */
export function send(
  parts: OutgoingParts,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  if (textLength(delivery.text, 'characters') > MAX_TEXT_CHARACTERS) {
    return rejected(`text longer than ${MAX_TEXT_CHARACTERS} characters`);
  }
  const reference = readMailReference(delivery.channelRef);
  if (reference === null)
    return rejected('the reference of this conversation is not one of a mail');
  const mail = composeMail(parts, delivery, reference);
  if (mail === null) return rejected('the citizen’s address is none that a mail can be sent to');
  return parts.transport.handOver(mail, signal).then((ended) => sendOutcome(ended, mail.messageId));
}

function rejected(reason: string): Promise<DeliveryOutcome> {
  return Promise.resolve({ kind: 'not-sent', failure: { kind: 'rejected', reason } });
}
