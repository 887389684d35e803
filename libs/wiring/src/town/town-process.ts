import { Inject, Injectable, Optional } from '@nestjs/common';

import type { ChannelDefinition } from '#core/channel/definition';
import { EnvelopeAcceptor } from '#core/intake/accept-envelopes';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import { makeDefaultAccounts } from '../accounts/default-accounts.js';
import { ManageAccounts } from '../accounts/manage-accounts.js';
import type { Database } from '../database/database.js';
import { TownKnowledge } from '../emergency/town-knowledge.js';
import { MetricsServer } from '../observability/metrics-server.js';
import { CHANNELS, DATABASE } from '../tokens.js';
import { WatchOverWatch } from '../watch/watch-over-watch.js';
import { Worker } from '../worker/worker.js';
import { AccountsRefresh } from './accounts-refresh.js';
import { DocumentsRefresh } from './documents-refresh.js';
import { QueueWatch } from './queue-watch.js';
import { TownDirectory } from './town-directory.js';

/** The order in which a process of the town begins and ends. */
@Injectable()
export class TownProcess {
  private draining = false;
  private ended: Promise<void> | null = null;

  /** @param worker absent in a process that only answers HTTP. */
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AccountDirectory) private readonly accounts: AccountDirectory,
    @Inject(ManageAccounts) private readonly manage: ManageAccounts,
    @Inject(CHANNELS) private readonly channels: readonly ChannelDefinition[],
    @Inject(EnvelopeAcceptor) private readonly acceptor: EnvelopeAcceptor,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(QueueWatch) private readonly queueWatch: QueueWatch,
    @Inject(AccountsRefresh) private readonly refresh: AccountsRefresh,
    @Inject(TownDirectory) private readonly directory: TownDirectory,
    @Inject(DocumentsRefresh) private readonly documents: DocumentsRefresh,
    @Inject(TownKnowledge) private readonly knowledge: TownKnowledge,
    @Inject(MetricsServer) private readonly metricsServer: MetricsServer,
    @Inject(WatchOverWatch) private readonly watchOverWatch: WatchOverWatch,
    @Optional() @Inject(Worker) private readonly worker?: Worker,
  ) {}

  /** Before the first request: the accounts and what the town decided are known, the loops run. */
  async begin(): Promise<void> {
    await makeDefaultAccounts(this.manage, this.channels);
    await this.accounts.refresh();
    await this.directory.refresh();
    await this.knowledge.refresh();
    await this.metricsServer.start();
    this.queueWatch.start();
    this.refresh.loop.start();
    this.documents.loop.start();
    this.knowledge.loop.start();
    this.watchOverWatch.loop.start();
    this.worker?.start();
  }

  /** From now on the process says that it is not ready; balancers send nobody any more. */
  announceEnd(): void {
    this.draining = true;
  }

  isDraining(): boolean {
    return this.draining;
  }

  /** After the last request was answered. Runs once. */
  end(): Promise<void> {
    this.ended ??= this.endInOrder();
    return this.ended;
  }

  private async endInOrder(): Promise<void> {
    this.announceEnd();
    await this.acceptor.drain();
    await this.worker?.stop();
    await this.refresh.loop.stop();
    await this.documents.loop.stop();
    await this.knowledge.loop.stop();
    await this.watchOverWatch.loop.stop();
    await this.accounts.close();
    this.queueWatch.stop();
    await this.queue.close();
    await this.metricsServer.stop();
    await this.database.close();
  }
}
