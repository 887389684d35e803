import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import { OutboxDelivery } from '#core/delivery/deliver-outbox';
import { reconcileUnknown } from '#core/delivery/reconcile-unknown';
import { fetchAttachments } from '#core/media/fetch-attachments';

import { AccountDirectory } from '../accounts/account-directory.js';
import { SandboxOpening } from '../accounts/sandbox-opening.js';
import type { Database } from '../database/database.js';
import { TownEmergencies } from '../emergency/town-emergencies.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, SETTINGS, TOWN } from '../tokens.js';
import { TownCalendars } from '../town/town-calendars.js';
import { TownLimits } from '../watch/town-limits.js';
import { TownSilence } from '../watch/town-silence.js';
import { TownWatch } from '../watch/town-watch.js';
import { AccountLoops } from './account-loops.js';
import { countedLoop } from './counted-loop.js';
import { DigestRound } from './digest-round.js';
import { LadderRound } from './ladder-round.js';
import { maintainAccounts } from './maintain-accounts.js';
import { RegistrationRound } from './registration-round.js';
import type { LoopWork, WorkLoop } from './work-loop.js';

/** The loops of one worker. The first two are woken by the bell, the others keep their rhythm. */
@Injectable()
export class WorkerLoops {
  readonly register: WorkLoop;
  readonly deliver: WorkLoop;
  private readonly others: readonly WorkLoop[];

  constructor(
    @Inject(RegistrationRound) registration: RegistrationRound,
    @Inject(OutboxDelivery) delivery: OutboxDelivery,
    @Inject(DigestRound) digests: DigestRound,
    @Inject(LadderRound) ladders: LadderRound,
    @Inject(AccountLoops) private readonly accountLoops: AccountLoops,
    @Inject(AccountDirectory) private readonly accounts: ChannelAccounts,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(LineMetrics) private readonly metrics: LineMetrics,
    @Inject(TownWatch) watch: TownWatch,
    @Inject(TownSilence) silence: TownSilence,
    @Inject(TownCalendars) calendars: TownCalendars,
    @Inject(TownEmergencies) emergencies: TownEmergencies,
    @Inject(TownLimits) limits: TownLimits,
    @Inject(TOWN) private readonly town: () => Town,
    @Inject(SandboxOpening) private readonly sandbox: SandboxOpening,
  ) {
    const waitMs = () => registration.waitMs();
    const register = (signal: AbortSignal) => registration.round(signal);
    this.register = this.loop({ name: 'register', waitMs, round: register });
    this.deliver = this.loop({ name: 'deliver', waitMs, round: () => delivery.look() });
    const { sweepEveryMs, mediaEveryMs, maintainEveryMs, accountsEveryMs } = settings;
    const { watchEveryMs, digestEveryMs } = settings;
    const maintain = this.every('maintain', maintainEveryMs, (signal) => this.maintain(signal));
    const attend = this.every('attend', accountsEveryMs, () => this.accountLoops.adjust());
    for (const loop of [maintain, attend]) sandbox.onEnd(() => loop.wake());
    this.others = [
      this.every('sweep', sweepEveryMs, (signal) => this.sweep(signal)),
      this.every('ladder', settings.lookEveryMs, () => ladders.round()),
      this.every('watch', watchEveryMs, (signal) => watch.look(signal)),
      this.every('emergencies', settings.pageEveryMs, () => emergencies.look()),
      this.every('silence', settings.silenceEveryMs, (signal) => silence.look(signal)),
      this.every('alerts', watchEveryMs, () => watch.lookAfterAlerts()),
      this.every('limits', watchEveryMs, () => limits.look()),
      this.every('recount', settings.documentsEveryMs, (signal) => calendars.recount(signal)),
      this.every('digest', digestEveryMs, (signal) => digests.round(signal)),
      this.every('media', mediaEveryMs, (signal) => this.fetchMedia(signal)),
      maintain,
      attend,
    ];
  }

  all(): readonly WorkLoop[] {
    return [this.register, this.deliver, ...this.others];
  }

  private every(name: string, waitMs: number, round: LoopWork['round']): WorkLoop {
    return this.loop({ name, round, waitMs: () => waitMs });
  }

  private loop(work: Omit<LoopWork, 'failed'>): WorkLoop {
    return countedLoop(work, this.settings, this.events);
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const { accounts, settings, database } = this;
    const { outbox, clock } = database;
    const ports = { outbox, accounts, clock, schedule: settings.delivery, town: this.town };
    this.events.say('unknown_looked_up', {}, await reconcileUnknown(ports, signal));
  }

  private async fetchMedia(signal: AbortSignal): Promise<void> {
    const { attachments, files, clock } = this.database;
    const { accounts, events } = this;
    const ports = { attachments, accounts, files, clock };
    events.say('attachments_fetched', {}, await fetchAttachments(ports, signal));
  }

  private maintain(signal: AbortSignal): Promise<void> {
    const { accounts, events, metrics, sandbox } = this;
    return maintainAccounts(sandbox.reachable(accounts.enabled()), events, metrics, signal);
  }
}
