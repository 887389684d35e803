import { z } from 'zod';

import type { ChannelTools } from '#core/channel/definition';
import type { Delivery, DeliveryOutcome, SentLookup } from '#core/channel/delivery';
import { textLength } from '#core/text/text-units';

import { MAX_TEXT_CHARACTERS } from './limits.js';
import { classifyAnswer, classifyBrokenCall } from './send-outcome.js';
import type { TemplateSettings } from './settings.js';

export interface SendTools extends Pick<ChannelTools, 'clock'> {
  readonly settings: TemplateSettings;
}

/**
 * One attempt and no more: the outbox knows when to try again. What may have arrived is `unknown`,
 * never `not-sent`, because `not-sent` is sent again.
 */
export async function send(
  { settings, clock }: SendTools,
  { idempotencyKey, channelRef, text }: Delivery,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  if (textLength(text, 'characters') > MAX_TEXT_CHARACTERS) {
    const reason = `text longer than ${MAX_TEXT_CHARACTERS} characters`;
    return { kind: 'not-sent', failure: { kind: 'rejected', reason } };
  }
  if (signal.aborted) {
    return { kind: 'not-sent', failure: { kind: 'transient', reason: 'cut off before the call' } };
  }
  try {
    const response = await fetch(`${settings.apiBaseUrl}/messages`, {
      method: 'POST',
      // The provider drops a second message with the same key: `idempotency: 'key'`.
      headers: { ...headersOf(settings), 'idempotency-key': idempotencyKey },
      body: JSON.stringify({ to: channelRef, body: text }),
      redirect: 'error',
      signal,
    });
    const retryAfter = response.headers.get('retry-after');
    const answer = { status: response.status, retryAfter, body: await response.text() };
    return classifyAnswer(answer, clock.now());
  } catch (error) {
    return classifyBrokenCall(error);
  }
}

/** Asks the provider whether an attempt whose answer was lost had arrived. */
export async function findSent(
  settings: TemplateSettings,
  { idempotencyKey }: Delivery,
  signal: AbortSignal,
): Promise<SentLookup> {
  try {
    const address = `${settings.apiBaseUrl}/messages?key=${encodeURIComponent(idempotencyKey)}`;
    const response = await fetch(address, {
      headers: headersOf(settings),
      redirect: 'error',
      signal,
    });
    if (!response.ok) return { kind: 'unavailable', reason: `answered ${response.status}` };
    const [found] = sentList.parse(await response.json());
    return found === undefined ? { kind: 'absent' } : { kind: 'found', providerId: found.id };
  } catch {
    return { kind: 'unavailable', reason: 'the list of sent messages could not be read' };
  }
}

const sentList = z.array(z.object({ id: z.string().min(1) }));

function headersOf({ apiKey }: TemplateSettings): Record<string, string> {
  return { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
}
