import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import type { JobQueue } from '#core/queue/job-queue';
import { isoFromInstant } from '#core/time/instant';
import { JOB_QUEUE } from '#queue/queue.module';
import type { Database } from '#wiring/database/database';
import { DATABASE } from '#wiring/tokens';
import { TownDirectory } from '#wiring/town/town-directory';
import { TownProcess } from '#wiring/town/town-process';
import { TownWatch } from '#wiring/watch/town-watch';

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
    @Inject(TownDirectory) private readonly directory: TownDirectory,
    @Inject(TownWatch) private readonly watch: TownWatch,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Details, no faults: a silent queue (work is found by looking), a document that cannot be read. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const database = (await this.databaseAnswers()) ? 'ok' : 'away';
    const draining = this.town.isDraining();
    const ready = database === 'ok' && !draining;
    const status = ready ? 'ok' : draining ? 'draining' : 'unavailable';
    const documents = this.directory.broken().length === 0 ? 'ok' : 'broken';
    const detail = { status, database, queue: this.queue.state(), documents };
    await reply.status(ready ? OK : UNAVAILABLE).send(detail);
  }

  /** For an alarm outside of the town: 503 when nobody watches over the promises any more. */
  @Get('watch')
  async watched(@Res() reply: FastifyReply): Promise<void> {
    const { standsStill, beatAt } = await this.watch.pulse();
    const seenAt = beatAt === null ? null : isoFromInstant(beatAt);
    const status = standsStill ? 'stands-still' : beatAt === null ? 'not-started' : 'ok';
    await reply.status(standsStill ? UNAVAILABLE : OK).send({ status, seenAt });
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
