import { Inject, Injectable } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { tellableAt } from '#core/alert/quiet-hours';
import type { NewId } from '#core/identity/ids';
import type { JobQueue } from '#core/queue/job-queue';
import { MICROS } from '#core/spend/billing';
import { type LimitPorts, watchLimits } from '#core/spend/watch-limits';
import type { Clock } from '#core/time/clock';
import type { Instant } from '#core/time/instant';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, NEW_ID, SETTINGS, TOWN } from '../tokens.js';

/** What automatic texts are bounded by, as the loop of a worker watches it. */
@Injectable()
export class TownLimits {
  private readonly ports: LimitPorts;
  private readonly clock: Clock;

  constructor(
    @Inject(DATABASE) { spend, alerts, clock }: Database,
    @Inject(AccountDirectory) private readonly accounts: AccountDirectory,
    @Inject(NEW_ID) newId: NewId,
    @Inject(TOWN) town: () => Town,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(LineMetrics) private readonly metrics: LineMetrics,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {
    this.clock = clock;
    const quiet = (now: Instant) => tellableAt(settings.quietHours, town().zone, now);
    this.ports = { spend, alerts, accounts, newId, town, tellableAt: quiet };
  }

  /** Shows what the day has cost so far, and alarms before a cap is reached. */
  async look(): Promise<void> {
    const { spends, alerts } = await watchLimits(this.ports, this.clock.now());
    this.metrics.accountSpent.reset();
    this.metrics.accountCap.reset();
    for (const { id, code, billing = null } of this.accounts.enabled()) {
      if (billing === null) continue;
      const spent = spends.find(({ channelAccountId }) => channelAccountId === id)?.micros ?? 0;
      this.metrics.accountSpent.set({ account: code }, spent / MICROS);
      if (billing.dailyCapMicros === null) continue;
      this.metrics.accountCap.set({ account: code }, billing.dailyCapMicros / MICROS);
    }
    this.events.say('limit_told', {}, alerts);
    if (alerts > 0) this.queue.ring('deliver');
  }
}
