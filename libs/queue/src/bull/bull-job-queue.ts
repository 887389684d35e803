import { setTimeout as pause } from 'node:timers/promises';

import { InjectQueue } from '@nestjs/bull';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Queue } from 'bull';

import { type Bell, type JobQueue } from '#core/queue/job-queue';

import { LocalBells } from '../local-bells.js';
import { within } from '../within.js';
import { BELL_QUEUE, type BellJob } from './bell-queue.js';
import { RedisConnections } from './redis-connections.js';
import { RedisEvicts } from './redis-evicts.js';
import { RedisWatch } from './redis-watch.js';

const ADD_TIMEOUT_MS = 2_000;
const FIRST_LOOK_MS = 1_500;
const CLOSE_TIMEOUT_MS = 2_000;
/** As long as a worker rests between batches: more rings would say nothing new. */
const RING_EVERY_MS = 25;

/**
 * The doorbell over Redis: at most one job for each bell in 25 ms, failing silently. What this
 * process listens for itself is not told to others: they would look for work that is being done.
 */
@Injectable()
export class BullJobQueue implements JobQueue, OnModuleInit {
  private readonly watch: RedisWatch;
  private readonly adding = new Set<Bell>();
  private readonly again = new Set<Bell>();
  private lost = 0;
  private closing: Promise<void> | null = null;

  constructor(
    @InjectQueue(BELL_QUEUE) private readonly queue: Queue<BellJob>,
    private readonly bells: LocalBells,
    private readonly connections: RedisConnections,
  ) {
    forgetNoAnswer(queue);
    this.watch = new RedisWatch(queue.client, connections);
  }

  /** Redis away: the town starts. Redis there but evicting: it does not. */
  async onModuleInit(): Promise<void> {
    await this.watch.firstLook(FIRST_LOOK_MS);
    if (!this.isEvicting()) return;
    await this.close();
    throw new RedisEvicts(String(this.watch.evictionPolicy()));
  }

  ring(bell: Bell): void {
    if (this.bells.ring(bell) || this.closing !== null) return;
    if (this.watch.isAway()) {
      this.lost += 1;
      return;
    }
    if (this.adding.has(bell)) this.again.add(bell);
    else void this.add(bell);
  }

  onRing(bell: Bell, listener: () => void): () => void {
    return this.bells.onRing(bell, listener);
  }

  state(): 'connected' | 'away' {
    return this.watch.isAway() ? 'away' : 'connected';
  }

  /** Redis would throw rings away under memory pressure: shown as an alarm. */
  isEvicting(): boolean {
    const policy = this.watch.evictionPolicy();
    return policy !== null && policy !== 'noeviction';
  }

  /** Rings that did not reach Redis since the start; what they spoke of was found by looking. */
  lostRings(): number {
    return this.lost;
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async add(bell: Bell): Promise<void> {
    this.adding.add(bell);
    const options = { jobId: bell, removeOnComplete: true, removeOnFail: true };
    const job = await within(ADD_TIMEOUT_MS, this.queue.add(bell, {}, options));
    if (job === null) this.lost += 1;
    await pause(RING_EVERY_MS);
    this.adding.delete(bell);
    if (this.again.delete(bell)) this.ring(bell);
  }

  private async end(): Promise<void> {
    this.watch.stop();
    this.bells.silence();
    await within(CLOSE_TIMEOUT_MS, this.queue.close());
    this.connections.end();
  }
}

/**
 * Bull names its connection, and Nest starts its handlers, without waiting for the answer: when the
 * connection ends before it is ready, that would end the process as an unhandled rejection.
 */
function forgetNoAnswer(queue: Queue<BellJob>): void {
  const process = queue.process.bind(queue) as (...handler: readonly unknown[]) => Promise<void>;
  Object.assign(queue, {
    setWorkerName: () => Promise.resolve(),
    process: (...handler: readonly unknown[]) => process(...handler).catch(() => undefined),
  });
}
