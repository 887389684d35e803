import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import { type DigestPorts, sendDigests } from '#core/digest/send-digests';
import type { NewId } from '#core/identity/ids';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { TownEvents } from '../observability/town-events.js';
import { CHECKPOINT, DATABASE, NEW_ID, TOWN } from '../tokens.js';

/** Sends the digests that are due. */
@Injectable()
export class DigestRound {
  private readonly ports: DigestPorts;

  constructor(
    @Inject(DATABASE) { digests, clock }: Database,
    @Inject(AccountDirectory) accounts: ChannelAccounts,
    @Inject(NEW_ID) newId: NewId,
    @Inject(TOWN) town: () => Town,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(JOB_QUEUE) queue: JobQueue,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {
    const ring = () => queue.ring('deliver');
    this.ports = { digests, accounts, clock, newId, town, checkpoint, ring };
  }

  async round(signal: AbortSignal): Promise<void> {
    this.events.say('digest_queued', {}, await sendDigests(this.ports, signal));
  }
}
