import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import { pagePath } from '#core/citizen/citizen-paths';
import type { EmergencyPorts } from '#core/emergency/manage-emergencies';
import { type EmergencySweepPorts, sweepEmergencies } from '#core/emergency/sweep-emergencies';
import type { NewId } from '#core/identity/ids';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { JobQueue } from '#core/queue/job-queue';
import type { PageLinks } from '#core/secret/page-links';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { CHECKPOINT, DATABASE, NEW_ID, PAGE_LINKS, SETTINGS, TOWN } from '../tokens.js';
import { publicUrlOf } from '../town/public-url.js';

/** Emergencies as the loops and doors of a process meet them. */
@Injectable()
export class TownEmergencies {
  readonly ports: EmergencySweepPorts & EmergencyPorts;

  constructor(
    @Inject(DATABASE) { emergencies, alerts, documents, clock }: Database,
    @Inject(AccountDirectory) accounts: ChannelAccounts,
    @Inject(NEW_ID) newId: NewId,
    @Inject(TOWN) town: () => Town,
    @Inject(PAGE_LINKS) readonly links: PageLinks,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {
    const { nextPersonAfterMs } = settings;
    this.ports = {
      ...{ emergencies, alerts, documents, clock, accounts, newId, town, checkpoint },
      nextPersonAfterMs,
      // Emergencies know no quiet hours.
      tellableAt: (now) => now,
      pageLink: (emergencyId, staffId, at) =>
        publicUrlOf(settings) + pagePath(links.issue({ emergencyId, staffId }, at)),
      pageCode: (emergencyId, staffId) => links.codeOf({ emergencyId, staffId }),
    };
  }

  /** Tells the next person of every emergency that waits for somebody. */
  async look(): Promise<void> {
    const { told, alarms } = await sweepEmergencies(this.ports, this.ports.clock.now());
    this.events.say('emergency_told', {}, told);
    this.events.say('emergency_reaches_nobody', {}, alarms);
    if (told > 0) this.queue.ring('deliver');
  }
}
