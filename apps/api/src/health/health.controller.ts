import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';
import type { Database } from '#wiring/database/database';
import { DATABASE } from '#wiring/tokens';
import { TownProcess } from '#wiring/town/town-process';

import { Public } from '../auth/public.decorator.js';

const PING_LIMIT_MS = 2_000;
const OK = 200;
const UNAVAILABLE = 503;

/** For balancers and people: whether the process lives, and whether it can take work. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(TownProcess) private readonly town: TownProcess,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** A silent queue is a detail, not a fault: work is found by looking. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const database = (await this.databaseAnswers()) ? 'ok' : 'away';
    const draining = this.town.isDraining();
    const ready = database === 'ok' && !draining;
    const status = ready ? 'ok' : draining ? 'draining' : 'unavailable';
    const detail = { status, database, queue: this.queue.state() };
    await reply.status(ready ? OK : UNAVAILABLE).send(detail);
  }

  private async databaseAnswers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), PING_LIMIT_MS);
    });
    const answers = this.database.ping().then(
      () => true,
      () => false,
    );
    const answered = await Promise.race([answers, late]);
    clearTimeout(timer);
    return answered;
  }
}
