import { Inject, Injectable } from '@nestjs/common';

import type { Town } from '#core/account/town';
import type { NewId } from '#core/identity/ids';
import type { JobQueue } from '#core/queue/job-queue';
import type { StaffActionPorts } from '#core/reply/staff-action';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { DATABASE, NEW_ID, TOWN } from '../tokens.js';

/** What people do to requests, over this process's database and queue. */
@Injectable()
export class TownStaffActions implements StaffActionPorts {
  readonly requests: Database['requests'];
  readonly files: Database['files'];
  readonly clock: Database['clock'];
  readonly ring: () => void;

  constructor(
    @Inject(DATABASE) { requests, files, clock }: Database,
    @Inject(JOB_QUEUE) queue: JobQueue,
    @Inject(AccountDirectory) readonly accounts: AccountDirectory,
    @Inject(NEW_ID) readonly newId: NewId,
    @Inject(TOWN) readonly town: () => Town,
  ) {
    this.requests = requests;
    this.files = files;
    this.clock = clock;
    this.ring = () => queue.ring('deliver');
  }
}
