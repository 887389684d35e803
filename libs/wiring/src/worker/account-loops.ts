import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts, LiveAccount } from '#core/account/channel-accounts';
import type { Checkpoint } from '#core/intake/checkpoint';
import { pollAccount, type PollPorts } from '#core/intake/poll-account';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import { SandboxOpening } from '../accounts/sandbox-opening.js';
import type { Database } from '../database/database.js';
import { errorKind, TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { CHECKPOINT, DATABASE, SETTINGS } from '../tokens.js';
import { WorkLoop } from './work-loop.js';

interface Attended {
  readonly account: LiveAccount;
  readonly loops: readonly WorkLoop[];
}

/**
 * One poll loop and one watch for every enabled account whose channel has them, started and ended
 * as accounts come, change and go.
 */
@Injectable()
export class AccountLoops {
  private readonly attended = new Map<string, Attended>();

  private readonly polling: Omit<PollPorts, 'afterCommitFailed'>;

  constructor(
    @Inject(AccountDirectory) private readonly accounts: ChannelAccounts,
    @Inject(DATABASE) { envelopes, files, clock }: Database,
    @Inject(JOB_QUEUE) queue: JobQueue,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(SandboxOpening) private readonly sandbox: SandboxOpening,
  ) {
    const ring = () => queue.ring('register');
    this.polling = { envelopes, files, clock, ring, checkpoint };
  }

  /** Brings the loops in line with the accounts. */
  async adjust(): Promise<void> {
    const enabled = this.sandbox.reachable(this.accounts.enabled());
    const gone = [...this.attended].filter(([, { account }]) => !enabled.includes(account));
    await Promise.all(gone.map(([id]) => this.end(id)));
    for (const account of enabled) {
      if (!this.attended.has(account.id)) this.attend(account);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.attended.keys()].map((id) => this.end(id)));
  }

  private attend(account: LiveAccount): void {
    const loops: WorkLoop[] = [];
    if (account.adapter.poll !== undefined) {
      const poll = this.pollLoop(account);
      loops.push(poll);
      if (account.adapter.watch !== undefined) loops.push(this.watchLoop(account, poll));
    }
    this.attended.set(account.id, { account, loops });
    for (const loop of loops) loop.start();
  }

  private async end(id: string): Promise<void> {
    const attended = this.attended.get(id);
    this.attended.delete(id);
    await Promise.all((attended?.loops ?? []).map((loop) => loop.stop()));
  }

  private pollLoop(account: LiveAccount): WorkLoop {
    const { settings, events } = this;
    const round = async (signal: AbortSignal) => {
      const afterCommitFailed = (error: unknown) =>
        events.say('loop_failed', {
          ...{ loop: 'after-commit', account: account.code, error: errorKind(error) },
        });
      const count = await pollAccount({ ...this.polling, afterCommitFailed }, account, signal);
      events.say('polled', { channel: account.channel, account: account.code }, count);
    };
    return this.loop('poll', account, round, settings.pollEveryMs);
  }

  /** A live connection that ended is opened again. */
  private watchLoop(account: LiveAccount, poll: WorkLoop): WorkLoop {
    const round = async (signal: AbortSignal) => {
      await account.adapter.watch?.(() => poll.wake(), signal);
    };
    return this.loop('watch', account, round, this.settings.lookEveryMs);
  }

  private loop(
    name: string,
    account: LiveAccount,
    round: (signal: AbortSignal) => Promise<void>,
    waitMs: number,
  ): WorkLoop {
    const { events, settings } = this;
    const failed = (loop: string, error: unknown) =>
      events.say('loop_failed', { loop, account: account.code, error: errorKind(error) });
    return new WorkLoop(
      { name, round, waitMs: () => waitMs, failed },
      { fromMs: settings.backOffFromMs, upToMs: settings.backOffUpToMs },
    );
  }
}
