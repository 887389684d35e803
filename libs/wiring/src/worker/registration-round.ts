import { setImmediate as endOfTurn, setTimeout as pause } from 'node:timers/promises';

import { Inject, Injectable } from '@nestjs/common';

import type { EnvelopeId } from '#core/identity/ids';
import type { AwaitPorts } from '#core/intake/await-registration';
import {
  drainCarefully,
  type DrainEvents,
  drainRegistrations,
} from '#core/intake/drain-registrations';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { TownRegisterPorts } from '../intake/town-register-ports.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { SETTINGS } from '../tokens.js';

/**
 * Registers whatever is pending: the first round after a start one message at a time, so that one
 * which takes the process down is found; later in batches with a pause, so that they are fuller.
 */
@Injectable()
export class RegistrationRound {
  private careful = true;
  private readonly begun = new Set<EnvelopeId>();
  private lastBatch = 0;

  constructor(
    @Inject(TownRegisterPorts) private readonly ports: AwaitPorts,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(LineMetrics) private readonly metrics: LineMetrics,
  ) {}

  async round(signal: AbortSignal): Promise<void> {
    const { ports } = this;
    const stopped = () => signal.aborted;
    const events: DrainEvents = {
      registered: (result) => this.registered(result),
      pause: () => this.pause(),
    };
    if (this.careful) {
      await drainCarefully(ports, events, stopped, this.begun);
      this.careful = false;
    }
    await drainRegistrations(ports, events, stopped);
    // Everything that rings meanwhile goes into one batch: a small one costs as much as a full one.
    if (this.lastBatch > 0 && !stopped()) await this.pause();
  }

  /** Without the bell of other processes a worker must look more often. */
  waitMs(): number {
    const { settings, queue } = this;
    const deaf = queue.state() === 'away' && settings.databaseUrl !== null;
    return deaf ? settings.awayLookEveryMs : settings.lookEveryMs;
  }

  private registered(result: Parameters<DrainEvents['registered']>[0]): void {
    const { events, metrics, queue } = this;
    this.lastBatch = result.outcomes.length;
    metrics.registerRows.observe(result.outcomes.length);
    for (const outcome of new Set(result.outcomes)) {
      const count = result.outcomes.filter((other) => other === outcome).length;
      events.say('envelope_settled', { outcome }, count);
    }
    if (result.outgoing) queue.ring('deliver');
  }

  /** A full batch needs no pause: the next one is full too. Accepts go first either way. */
  private async pause(): Promise<void> {
    const full = this.lastBatch >= this.ports.store.batchSize;
    this.lastBatch = 0;
    await (full ? endOfTurn() : pause(this.settings.registerPauseMs));
  }
}
