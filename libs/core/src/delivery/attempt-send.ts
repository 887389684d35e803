import type { ChannelAdapter } from '../channel/adapter.js';
import type { DeliveryOutcome } from '../channel/delivery.js';
import { deadline } from '../time/turns.js';
import type { ClaimedDelivery } from './outbox.js';

/** The sends of one account that have begun and not ended, so that they can be cut off. */
export class SendAttempts {
  private readonly underWay = new Set<AbortController>();
  private cancelled = false;

  /** One attempt with a time limit; never throws. */
  async send(
    adapter: ChannelAdapter,
    delivery: ClaimedDelivery,
    timeoutMs: number,
  ): Promise<DeliveryOutcome> {
    if (this.cancelled) return notSent('the process is stopping');
    const attempt = new AbortController();
    const inTime = deadline(timeoutMs, () => {
      attempt.abort();
    });
    this.underWay.add(attempt);
    try {
      const { signal } = attempt;
      return await Promise.race([adapter.send(delivery, signal), unknownWhenAborted(signal)]);
    } catch (error) {
      return { kind: 'unknown', reason: error instanceof Error ? error.name : 'error' };
    } finally {
      this.underWay.delete(attempt);
      inTime();
    }
  }

  /** Ends the sends under way, whose outcome is then unknown; no other one begins. */
  cancel(): void {
    this.cancelled = true;
    for (const attempt of this.underWay) attempt.abort();
  }
}

export function notSent(reason: string): Extract<DeliveryOutcome, { readonly kind: 'not-sent' }> {
  return { kind: 'not-sent', failure: { kind: 'transient', reason } };
}

async function unknownWhenAborted(signal: AbortSignal): Promise<DeliveryOutcome> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { kind: 'unknown', reason: 'no answer in time' };
}
