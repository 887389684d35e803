import { Inject, Injectable } from '@nestjs/common';

import { EnvelopeAcceptor } from '#core/intake/accept-envelopes';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import type { Database } from '../database/database.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { CHECKPOINT, DATABASE, SETTINGS } from '../tokens.js';
import { countedEnvelopes } from './counted-envelopes.js';
import { keepDeadLetter } from './dead-letters.js';

/** The group commit of this process: counted, ringing the bell, with a folder for dead letters. */
@Injectable()
export class TownAcceptor extends EnvelopeAcceptor {
  constructor(
    @Inject(DATABASE) { envelopes, files }: Database,
    @Inject(SETTINGS) { accept, dataFolder }: Settings,
    @Inject(JOB_QUEUE) queue: JobQueue,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(TownEvents) events: TownEvents,
    @Inject(LineMetrics) metrics: LineMetrics,
  ) {
    const ports = {
      envelopes: countedEnvelopes(envelopes, events, metrics),
      files,
      ring: () => queue.ring('register'),
      deadLetter: async (...letter: readonly [row: RefusedRow, reason: string]) => {
        await keepDeadLetter(dataFolder, ...letter);
        events.say('envelope_dead_lettered', { account: letter[0].channelAccountId });
      },
      checkpoint,
    };
    super(ports, accept);
  }
}

type RefusedRow = Parameters<typeof keepDeadLetter>[1];
