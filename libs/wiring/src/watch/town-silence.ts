import { Inject, Injectable } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { tellableAt } from '#core/alert/quiet-hours';
import type { ChannelAccountId, NewId } from '#core/identity/ids';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { JobQueue } from '#core/queue/job-queue';
import { type ExpectedAccount, type SilencePorts, watchSilence } from '#core/silence/watch-silence';
import type { Instant } from '#core/time/instant';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import { silenceRules } from '../accounts/silence-rules.js';
import type { Database } from '../database/database.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { CHECKPOINT, DATABASE, NEW_ID, SETTINGS, TOWN } from '../tokens.js';

/** The watch over accounts that fall silent, as the loop of a worker runs it. */
@Injectable()
export class TownSilence {
  private readonly ports: SilencePorts;

  constructor(
    @Inject(DATABASE) { arrivals, alerts, clock }: Database,
    @Inject(AccountDirectory) private readonly accounts: AccountDirectory,
    @Inject(NEW_ID) newId: NewId,
    @Inject(TOWN) town: () => Town,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(LineMetrics) private readonly metrics: LineMetrics,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {
    this.ports = {
      ...{ arrivals, alerts, clock, accounts, newId, town, checkpoint },
      tellableAt: (now: Instant) => tellableAt(settings.quietHours, town().zone, now),
      expecting: () => this.expecting(),
      rules: silenceRules(settings),
      settleMs: settings.silenceSettleMs,
      learned: new Map(),
    };
  }

  /** Counts what came, and alarms about accounts that are silent against their habit. */
  async look(signal: AbortSignal): Promise<void> {
    const { found, heardAgain } = await watchSilence(this.ports, signal);
    this.metrics.accountSilenceExpected.reset();
    for (const { account, expected, alerts } of found) {
      this.metrics.accountSilenceExpected.set({ account: account.code }, expected);
      if (alerts === null) continue;
      this.events.say('account_silent', { account: account.code });
      if (alerts === 0) this.events.say('alerts_reach_nobody');
      else this.queue.ring('deliver');
    }
    for (const id of heardAgain)
      this.events.say('account_heard_again', { account: this.codeOf(id) });
  }

  /** Accounts that cannot be opened are expected to bring messages too: theirs is the silence to hear of. */
  private expecting(): readonly ExpectedAccount[] {
    return this.accounts
      .all()
      .filter(({ record, sandbox }) => record.enabled && !sandbox)
      .map(({ record: { id, code, title } }) => ({ id, code, title }));
  }

  private codeOf(id: ChannelAccountId): string | null {
    return this.accounts.all().find(({ record }) => record.id === id)?.record.code ?? null;
  }
}
