import { Inject, Injectable } from '@nestjs/common';

import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';

const LOOK_EVERY_MS = 1_000;

/** A queue whose server may throw keys away can tell so. */
interface EvictingQueue extends JobQueue {
  isEvicting(): boolean;
}

/** Says when the bell between processes falls silent, comes back, or stands on shaky ground. */
@Injectable()
export class QueueWatch {
  private away = false;
  private evicting = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(LineMetrics) private readonly metrics: LineMetrics,
  ) {}

  start(): void {
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private look(): void {
    const away = this.queue.state() === 'away';
    if (away !== this.away) this.events.say(away ? 'queue_away' : 'queue_back');
    this.away = away;
    const evicting = canEvict(this.queue) && this.queue.isEvicting();
    if (evicting && !this.evicting) this.events.say('queue_evicting');
    this.evicting = evicting;
    this.metrics.queueAway.set(away ? 1 : 0);
    this.metrics.queueEvicting.set(evicting ? 1 : 0);
  }
}

function canEvict(queue: JobQueue): queue is EvictingQueue {
  return 'isEvicting' in queue && typeof queue.isEvicting === 'function';
}
