import { type Redis } from 'ioredis';

import { within } from '../within.js';
import { type RedisConnections } from './redis-connections.js';

const PING_EVERY_MS = 1_000;
const PING_TIMEOUT_MS = 1_000;
const POLICY_EVERY_PINGS = 30;

/**
 * Knows whether Redis answers: by the connection's events at once, by PING within two seconds when
 * the line is dead without saying so. Also knows whether it would throw rings away.
 */
export class RedisWatch {
  private answers = false;
  private policy: string | null = null;
  private pings = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly redis: Redis,
    private readonly connections: RedisConnections,
  ) {
    redis.on('ready', () => void this.look());
    redis.on('close', () => {
      this.answers = false;
    });
    this.timer = setInterval(() => void this.look(), PING_EVERY_MS);
    this.timer.unref();
    if (redis.status === 'ready') void this.look();
  }

  isAway(): boolean {
    return !this.answers;
  }

  /** A Redis that evicts keys may forget rings; null while its policy is not known. */
  evictionPolicy(): string | null {
    return this.policy;
  }

  /** Waits for the first answer or refusal, a moment at most: Redis may be down at the start. */
  async firstLook(limitMs: number): Promise<void> {
    const refused = new Promise<void>((resolve) => this.redis.once('close', () => resolve()));
    const answered = new Promise<void>((resolve) => {
      const check = setInterval(() => {
        if (!this.answers || this.policy === null) return;
        clearInterval(check);
        resolve();
      }, 5);
      check.unref();
    });
    await within(limitMs, Promise.race([refused, answered]));
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.redis.status !== 'ready') {
      this.answers = false;
      return;
    }
    const wasAway = this.isAway();
    const pong = await within(PING_TIMEOUT_MS, this.redis.ping());
    if (pong !== 'PONG') {
      this.answers = false;
      this.connections.reconnect();
      return;
    }
    this.answers = true;
    this.pings += 1;
    if (wasAway || this.pings % POLICY_EVERY_PINGS === 0) await this.readPolicy();
  }

  /** From INFO, because CONFIG is forbidden on many hosted servers. */
  private async readPolicy(): Promise<void> {
    const memory = await within(PING_TIMEOUT_MS, this.redis.info('memory'));
    const found = /^maxmemory_policy:(\S+)/m.exec(memory ?? '');
    if (found !== null) this.policy = found[1] ?? null;
  }
}
