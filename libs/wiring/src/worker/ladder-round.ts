import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import type { NewId } from '#core/identity/ids';
import type { Checkpoint } from '#core/intake/checkpoint';
import { type LadderPorts, sweepLadders } from '#core/ladder/sweep-ladders';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { TownEvents } from '../observability/town-events.js';
import { CHECKPOINT, DATABASE, NEW_ID, TOWN } from '../tokens.js';

/** Sends answers another way that a channel refused, or leaves them to a person. */
@Injectable()
export class LadderRound {
  private readonly ports: LadderPorts;

  constructor(
    @Inject(DATABASE) { ladders, clock }: Database,
    @Inject(AccountDirectory) accounts: ChannelAccounts,
    @Inject(NEW_ID) newId: NewId,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(TOWN) town: () => Town,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {
    this.ports = { ladders, accounts, clock, newId, checkpoint, town };
  }

  async round(): Promise<void> {
    const steps = await sweepLadders(this.ports);
    const goingOn = steps.filter(({ entry }) => entry !== null).length;
    this.events.say('answer_laddered', {}, goingOn);
    this.events.say('answer_undelivered', {}, steps.length - goingOn);
    if (goingOn > 0) this.queue.ring('deliver');
  }
}
