import { setTimeout as pause } from 'node:timers/promises';

import type { Chance } from './chance.js';
import { HttpConnection } from './http-connection.js';
import { type LoopbackMessage, messageBody, signed } from './loopback-events.js';

export interface ProviderSettings {
  /** Where the town is called, one of them chosen by chance for each attempt: a load balancer. */
  readonly origins: readonly string[];
  readonly path: string;
  readonly secret: string;
  readonly chance: Chance;
  /** Share of the messages that are sent again although they were acknowledged. */
  readonly sentTwice: number;
  /** Longest wait of an identity between two of its messages. */
  readonly thinkMs: number;
  /** Gives up, and fails the test, when a message is not acknowledged for so long. */
  readonly patienceMs: number;
}

export interface ProviderTally {
  readonly acknowledged: ReadonlySet<string>;
  readonly attempts: number;
  /** Answers by status; 0 is a connection that was refused or broke. */
  readonly answers: ReadonlyMap<number, number>;
}

/**
 * A provider as they all behave: each identity's messages in order, the next one only after the
 * last one was acknowledged, every failure tried again, and now and then a message sent twice.
 */
export async function sendLikeAProvider(
  conversations: readonly (readonly LoopbackMessage[])[],
  settings: ProviderSettings,
): Promise<ProviderTally> {
  const provider = new RetryingProvider(settings);
  await Promise.all(conversations.map((messages) => provider.converse(messages)));
  return provider.tally();
}

/** One attempt over a connection of its own. @returns the status, 0 when there was no answer. */
export async function sendOnce(
  origin: string,
  path: string,
  message: LoopbackMessage,
  secret: string,
): Promise<number> {
  try {
    const connection = await HttpConnection.open(origin);
    try {
      const answer = await connection.post(path, signed(message.id, messageBody(message), secret));
      return answer.status;
    } finally {
      connection.close();
    }
  } catch {
    return 0;
  }
}

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;

class RetryingProvider {
  private readonly acknowledged = new Set<string>();
  private readonly answers = new Map<number, number>();
  private attempts = 0;

  constructor(private readonly settings: ProviderSettings) {}

  async converse(messages: readonly LoopbackMessage[]): Promise<void> {
    const { chance, sentTwice, thinkMs } = this.settings;
    for (const message of messages) {
      await pause(chance.between(0, thinkMs));
      await this.untilAcknowledged(message);
      if (chance.next() < sentTwice) await this.untilAcknowledged(message);
    }
  }

  tally(): ProviderTally {
    const { acknowledged, attempts, answers } = this;
    return { acknowledged, attempts, answers };
  }

  private async untilAcknowledged(message: LoopbackMessage): Promise<void> {
    const { origins, path, secret, chance, patienceMs } = this.settings;
    const giveUpAt = performance.now() + patienceMs;
    for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)) {
      const status = await sendOnce(chance.pick(origins), path, message, secret);
      this.attempts += 1;
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) {
        this.acknowledged.add(message.id);
        return;
      }
      if (performance.now() > giveUpAt) throw new Error(`${message.id} was never taken: ${status}`);
      await pause(chance.between(retryMs / 2, retryMs));
    }
  }
}
