import type { ChannelTools } from '#core/channel/definition';
import type { Delivery, DeliveryFailure, DeliveryOutcome } from '#core/channel/delivery';
import { textLength } from '#core/text/text-units';
import type { Instant } from '#core/time/instant';

import { type ChannelReference, readReference } from './channel-reference.js';
import { callGraph } from './graph-call.js';
import { MAX_TEXT_CHARACTERS } from './limits.js';
import { type OutgoingBody, templateBody, textBody } from './outgoing-body.js';
import { refusedReference } from './refused-reference.js';
import { sendOutcome } from './send-outcome.js';
import type { WhatsAppSettings } from './settings.js';
import { isWindowOpen } from './window.js';

export interface SendTools extends Pick<ChannelTools, 'clock'> {
  readonly settings: WhatsAppSettings;
}

/**
 * One message: in free words while the citizen's window is open, afterwards within the template. A
 * refusal because of the window proves that nothing was sent, so that the template follows at once.
 */
export async function send(
  tools: SendTools,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { channelRef, text } = delivery;
  const reference = readReference(channelRef);
  if (reference === null) return notSent('rejected', 'the address cannot be written to');
  const refusal = refusedReference(reference, tools.settings);
  if (refusal !== null) return notSent('rejected', refusal);
  if (textLength(text, 'characters') > MAX_TEXT_CHARACTERS) {
    return notSent('rejected', `text longer than ${MAX_TEXT_CHARACTERS} characters`);
  }
  if (!isWindowOpen(lastInboundAt(delivery, reference), tools.clock.now())) {
    return sendTemplate(tools, delivery, reference, signal);
  }
  const quotes = delivery.lastInbound?.externalId ?? reference.quotes;
  const body = textBody({ ...reference, quotes }, text);
  const outcome = await hand(tools, delivery, body, signal);
  const isClosed = outcome.kind === 'not-sent' && outcome.failure.kind === 'window-closed';
  if (!isClosed || tools.settings.template === undefined) return outcome;
  return sendTemplate(tools, delivery, reference, signal);
}

async function sendTemplate(
  tools: SendTools,
  delivery: Delivery,
  reference: ChannelReference,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { template } = tools.settings;
  if (template === undefined) return notSent('window-closed', NO_TEMPLATE);
  const body = templateBody(reference, delivery.text, template, delivery.language);
  if (body === null) return notSent('window-closed', TOO_LONG_FOR_TEMPLATE);
  return hand(tools, delivery, body, signal);
}

const NO_TEMPLATE =
  'the citizen last wrote more than 24 hours ago, and the account has no template';
const TOO_LONG_FOR_TEMPLATE =
  'the citizen last wrote more than 24 hours ago, and the text is longer than a template takes';

async function hand(
  { settings, clock }: SendTools,
  { idempotencyKey }: Delivery,
  body: OutgoingBody,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const path = `${settings.phoneNumberId}/messages`;
  // WhatsApp drops no repeats: the key only comes back with the statuses, for whoever searches there.
  const json = { ...body, biz_opaque_callback_data: idempotencyKey };
  const answer = await callGraph(settings, { method: 'POST', path, json }, signal);
  return sendOutcome(answer, clock.now());
}

/** The later of what the request holds and what the address was made from. */
function lastInboundAt({ lastInbound }: Delivery, { wroteAt }: ChannelReference): Instant | null {
  if (lastInbound === null || wroteAt === null) return lastInbound?.occurredAt ?? wroteAt;
  return lastInbound.occurredAt > wroteAt ? lastInbound.occurredAt : wroteAt;
}

function notSent(kind: 'rejected' | 'window-closed', reason: string): DeliveryOutcome {
  const failure: DeliveryFailure = { kind, reason };
  return { kind: 'not-sent', failure };
}
