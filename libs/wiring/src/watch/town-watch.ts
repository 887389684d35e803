import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import { tellableAt } from '#core/alert/quiet-hours';
import { sweepAlerts } from '#core/alert/sweep-alerts';
import { statusPath } from '#core/citizen/citizen-paths';
import type { NewId } from '#core/identity/ids';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { JobQueue } from '#core/queue/job-queue';
import type { Instant } from '#core/time/instant';
import { watchClocks, type WatchPorts } from '#core/watch/watch-clocks';
import { type Pulse, type PulsePorts, readPulse, tellStandstill } from '#core/watch/watch-pulse';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { CHECKPOINT, DATABASE, NEW_ID, SETTINGS, TOWN } from '../tokens.js';
import { publicUrlOf } from '../town/public-url.js';

/** The watch over promises, as the loops of a process run it. */
@Injectable()
export class TownWatch {
  private readonly ports: WatchPorts & PulsePorts & { readonly alerts: Database['alerts'] };

  constructor(
    @Inject(DATABASE) { watch, alerts, clock }: Database,
    @Inject(AccountDirectory) accounts: ChannelAccounts,
    @Inject(NEW_ID) newId: NewId,
    @Inject(TOWN) town: () => Town,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {
    const linkOf = (number: string) => publicUrlOf(settings) + statusPath(number);
    const quiet = (now: Instant) => tellableAt(settings.quietHours, town().zone, now);
    const parts = { watch, alerts, clock, accounts, newId, town, checkpoint };
    this.ports = { ...parts, linkOf, tellableAt: quiet };
  }

  /** Notices what is due. */
  async look(signal: AbortSignal): Promise<void> {
    const { warnings, breaches, escalations, alerts } = await watchClocks(this.ports, signal);
    this.events.say('sla_warned', {}, warnings);
    this.events.say('sla_breached', {}, breaches);
    this.events.say('sla_escalated', {}, escalations);
    if (breaches > 0 && alerts === 0) this.events.say('alerts_reach_nobody');
    if (alerts > 0) this.queue.ring('deliver');
  }

  /** Sends alerts another way that did not leave by the first. */
  async lookAfterAlerts(): Promise<void> {
    const { moved, lost } = await sweepAlerts(this.ports, this.ports.clock.now());
    this.events.say('alert_lost', {}, lost);
    if (moved > 0) this.queue.ring('deliver');
  }

  /** Alarms when nobody has watched for long. */
  async lookAfterWatch(): Promise<void> {
    const { standsStill, beatAt } = await this.pulse();
    if (!standsStill || beatAt === null) return;
    const told = await tellStandstill(this.ports, beatAt);
    this.events.say('watch_stands_still');
    if (told > 0) this.queue.ring('deliver');
  }

  pulse(): Promise<Pulse> {
    return readPulse(this.ports, this.settings.watchPatienceMs);
  }
}
