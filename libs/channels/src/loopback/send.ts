import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ChannelTools } from '#core/channel/definition';
import type {
  Delivery,
  DeliveryFailure,
  DeliveryOutcome,
  SentLookup,
} from '#core/channel/delivery';
import { errorCodeOf } from '#core/error/error-code';
import { textLength } from '#core/text/text-units';
import { addMilliseconds, type Instant } from '#core/time/instant';

import type { SentLedger } from './ledger.js';
import { MAX_TEXT_CHARACTERS } from './limits.js';
import type { FailureRule, LoopbackSettings } from './settings.js';

export interface SendTools extends ChannelTools {
  readonly settings: LoopbackSettings;
  readonly ledger: SentLedger;
}

/** Takes the configured time, fails where a rule says so, else writes one line into the ledger. */
export async function send(
  tools: SendTools,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  if (textLength(delivery.text, 'characters') > MAX_TEXT_CHARACTERS) {
    return notSent({
      kind: 'rejected',
      reason: `text longer than ${MAX_TEXT_CHARACTERS} characters`,
    });
  }
  if (await wasCutOff(tools.settings.latencyMs, signal)) {
    return notSent({ kind: 'transient', reason: 'cut off before anything left' });
  }
  const outcome = ruledOutcome(tools.settings.failures, delivery);
  if (outcome !== null && outcome !== 'unknown') {
    return notSent(
      failureOf(outcome, addMilliseconds(tools.clock.now(), tools.settings.retryAfterMs)),
    );
  }
  const providerId = await enter(tools, delivery);
  if (providerId === null)
    return notSent({ kind: 'transient', reason: 'the ledger cannot be written' });
  return outcome === null
    ? { kind: 'sent', providerId }
    : { kind: 'unknown', reason: 'the answer was thrown away, as a rule of this account says' };
}

export async function findSent(ledger: SentLedger, delivery: Delivery): Promise<SentLookup> {
  try {
    const line = await ledger.find(delivery.idempotencyKey);
    return line === null ? { kind: 'absent' } : { kind: 'found', providerId: line.providerId };
  } catch (error) {
    return { kind: 'unavailable', reason: `the ledger cannot be read (${errorCodeOf(error)})` };
  }
}

async function wasCutOff(latencyMs: number, signal: AbortSignal): Promise<boolean> {
  if (latencyMs > 0) await sleep(latencyMs, undefined, { signal }).catch(() => undefined);
  return signal.aborted;
}

function ruledOutcome(
  rules: readonly FailureRule[],
  { channelRef, attempt }: Delivery,
): FailureRule['outcome'] | null {
  const rule = rules.find(
    ({ recipientPrefix, attempts }) =>
      channelRef.startsWith(recipientPrefix) && (attempts === undefined || attempt <= attempts),
  );
  return rule?.outcome ?? null;
}

function failureOf(
  outcome: Exclude<FailureRule['outcome'], 'unknown'>,
  retryAt: Instant,
): DeliveryFailure {
  const reason = 'a rule of this account says so';
  return outcome === 'rate-limited'
    ? { kind: outcome, retryAt, reason }
    : { kind: outcome, reason };
}

/** @returns null when nothing was written. */
async function enter(tools: SendTools, delivery: Delivery): Promise<string | null> {
  const { idempotencyKey, attempt, channelRef, text } = delivery;
  const providerId = `loopback-${idempotencyKey}`;
  const textSha256 = createHash('sha256').update(text).digest('hex');
  const line = {
    idempotencyKey,
    providerId,
    attempt,
    channelRef,
    textSha256,
    at: tools.clock.now(),
  };
  try {
    await tools.ledger.append(line);
    return providerId;
  } catch (error) {
    tools.log.warn('loopback-ledger-unwritable', { reason: errorCodeOf(error) });
    return null;
  }
}

function notSent(failure: DeliveryFailure): DeliveryOutcome {
  return { kind: 'not-sent', failure };
}
