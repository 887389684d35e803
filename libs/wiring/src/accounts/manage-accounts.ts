import { isDeepStrictEqual } from 'node:util';

import { Inject, Injectable } from '@nestjs/common';

import type {
  ChannelAccountRecord,
  ChannelAccountStore,
} from '#core/account/channel-account-store';
import type { Town } from '#core/account/town';
import type { AuditAction } from '#core/audit/audit-entry';
import type { ChannelHealth } from '#core/channel/adapter';
import type { ChannelDefinition } from '#core/channel/definition';
import { invalidInput, notFound, type Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import type { NewId, StaffId } from '#core/identity/ids';
import type { ArrivalStore } from '#core/silence/arrival-store';
import { dayOf } from '#core/spend/daily-budget';
import type { SpendStore } from '#core/spend/spend-store';
import type { Clock } from '#core/time/clock';

import type { Database } from '../database/database.js';
import { TownSecrets } from '../secrets/town-secrets.js';
import type { Settings } from '../settings/read-settings.js';
import { CHANNELS, DATABASE, NEW_ID, SETTINGS, TOWN } from '../tokens.js';
import { AccountDirectory, type DirectoryEntry } from './account-directory.js';
import { faultsOf } from './account-faults.js';
import { accountSpending, type AccountView, accountView } from './account-view.js';
import { leadsToSandbox } from './leads-to-sandbox.js';
import { LEADS_TO_SANDBOX } from './live-account.js';
import { silenceRules } from './silence-rules.js';
import { openSettings, sealSettings } from './stored-settings.js';
import { TownAccountParts } from './town-account-parts.js';

export interface NewAccount {
  readonly channel: string;
  readonly code: string;
  readonly title: string;
  readonly settings: unknown;
}

export interface AccountChange {
  readonly title?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly settings?: unknown;
}

const CHECK_TIMEOUT_MS = 30_000;

/** Setting channel accounts up: checked against their channel, sealed, audited, in use at once. */
@Injectable()
export class ManageAccounts {
  private readonly store: ChannelAccountStore;
  private readonly arrivals: ArrivalStore;
  private readonly spend: SpendStore;
  private readonly clock: Clock;

  constructor(
    @Inject(DATABASE) { accounts, arrivals, spend, clock }: Database,
    @Inject(AccountDirectory) private readonly directory: AccountDirectory,
    @Inject(TownSecrets) private readonly secrets: TownSecrets,
    @Inject(CHANNELS) private readonly channels: readonly ChannelDefinition[],
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(TownAccountParts) private readonly parts: TownAccountParts,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(TOWN) private readonly town: () => Town,
  ) {
    this.store = accounts;
    this.arrivals = arrivals;
    this.spend = spend;
    this.clock = clock;
  }

  async list(): Promise<readonly AccountView[]> {
    await this.directory.refresh();
    const view = await this.views();
    return this.directory.all().map(view);
  }

  async add(account: NewAccount, staffId: StaffId | null): Promise<Result<AccountView>> {
    const problem = this.settingsProblem(account.channel, account.settings);
    if (problem !== null) return refused(problem);
    return this.insert(account, { staffId, sandbox: false });
  }

  /**
   * Makes an account whose provider is the sandbox, or gives it the settings of today. A real account
   * of the same code stays as it is.
   *
   * @returns null when there is such a real account.
   */
  async keepSandbox(account: NewAccount): Promise<AccountView | null> {
    const record = await this.find(account.code);
    if (record === null) {
      const inserted = await this.insert(account, { staffId: null, sandbox: true });
      return inserted.ok ? inserted.value : null;
    }
    const opened = openSettings(record.sealedSettings, this.secrets);
    if (opened.kind === 'unreadable' || !opened.sandbox) return null;
    if (!isDeepStrictEqual(opened.settings, account.settings)) {
      const stored = { settings: account.settings, sandbox: true };
      const next = { ...record, sealedSettings: sealSettings(stored, this.secrets) };
      await this.store.replace(next, this.audit('account.changed', next, null));
      await this.directory.refresh();
    }
    const view = await this.view(account.code);
    return view.ok ? view.value : null;
  }

  private async insert(account: NewAccount, made: Making): Promise<Result<AccountView>> {
    const { code, channel, title, settings } = account;
    const { staffId, sandbox } = made;
    const record: ChannelAccountRecord = {
      id: this.newId<'ChannelAccount'>(),
      ...{ code, channel, title, enabled: true, version: 1 },
      sealedSettings: sealSettings({ settings, sandbox }, this.secrets),
      createdAt: this.clock.now(),
    };
    const added = await this.store.add(record, this.audit('account.added', record, staffId));
    if (!added) return refused(codeTaken(code));
    await this.directory.refresh();
    return this.view(code);
  }

  async change(
    code: string,
    change: AccountChange,
    staffId: StaffId,
  ): Promise<Result<AccountView>> {
    const record = await this.find(code);
    if (record === null) return refused(noSuchAccount(code));
    if (change.settings !== undefined) {
      const problem = this.settingsProblem(record.channel, change.settings);
      if (problem !== null) return refused(problem);
    }
    const next: ChannelAccountRecord = {
      ...record,
      title: change.title ?? record.title,
      enabled: change.enabled ?? record.enabled,
      ...(change.settings !== undefined && {
        // What a person sets is a real account from now on.
        sealedSettings: sealSettings({ settings: change.settings, sandbox: false }, this.secrets),
      }),
    };
    const replaced = await this.store.replace(next, this.audit('account.changed', next, staffId));
    if (!replaced) return refused(changedMeanwhile(code));
    await this.directory.refresh();
    return this.view(code);
  }

  async check(code: string): Promise<Result<ChannelHealth>> {
    const entry = this.directory.all().find(({ record }) => record.code === code);
    if (entry === undefined) return refused(noSuchAccount(code));
    const live = this.directory.byId(entry.record.id);
    if (live === 'broken' || live === 'unknown') {
      const detail = entry.fault ?? 'It was added a moment ago; try again.';
      return succeeded({ healthy: false, steps: [{ step: 'settings', passed: false, detail }] });
    }
    if (live.adapter.check === undefined) return succeeded({ healthy: true, steps: [] });
    return succeeded(await live.adapter.check(AbortSignal.timeout(CHECK_TIMEOUT_MS)));
  }

  /** Seals what an older key sealed with the current one. @returns how many accounts. */
  async rotateSecrets(staffId: StaffId): Promise<number> {
    await this.secrets.renew();
    let rotated = 0;
    for (const record of await this.store.list()) {
      if (!this.secrets.isStale(record.sealedSettings)) continue;
      const opened = openSettings(record.sealedSettings, this.secrets);
      if (opened.kind === 'unreadable') continue;
      const sealedSettings = sealSettings(opened, this.secrets);
      const audit = this.audit('secrets.rotated', record, staffId);
      if (await this.store.replace({ ...record, sealedSettings }, audit)) rotated += 1;
    }
    await this.directory.refresh();
    return rotated;
  }

  private settingsProblem(channelCode: string, settings: unknown): Problem | null {
    const { channels } = this;
    const channel = channels.find(({ code }) => code === channelCode);
    if (channel === undefined) {
      const known = channels.map(({ code }) => code).join(', ');
      return invalidInput([{ field: 'channel', message: `is not one of ${known}` }]);
    }
    const read = channel.settings.safeParse(settings);
    if (!read.success) return invalidInput(faultsOf(read.error, ['settings']));
    if (!leadsToSandbox(settings, this.parts.sandboxPorts)) return null;
    return invalidInput([{ field: 'settings', message: LEADS_TO_SANDBOX }]);
  }

  private async find(code: string): Promise<ChannelAccountRecord | null> {
    const records = await this.store.list();
    return records.find((record) => record.code === code) ?? null;
  }

  private async view(code: string): Promise<Result<AccountView>> {
    const entry = this.directory.all().find(({ record }) => record.code === code);
    if (entry === undefined) return refused(changedMeanwhile(code));
    const view = await this.views();
    return succeeded(view(entry));
  }

  private async views(): Promise<(entry: DirectoryEntry) => AccountView> {
    const { directory, clock, settings } = this;
    const arrivals = await this.arrivals.read();
    const day = dayOf(this.town().zone, clock.now());
    const spends = await this.spend.on(day);
    const rules = silenceRules(settings);
    return (entry) => {
      const spending = accountSpending(directory.byId(entry.record.id), day, spends);
      return accountView(entry, arrivals, rules, spending);
    };
  }

  private audit(action: AuditAction, record: ChannelAccountRecord, staffId: StaffId | null) {
    const { id, code, enabled } = record;
    const at = this.clock.now();
    return { at, staffId, action, subject: `account:${id}`, detail: { code, enabled } };
  }
}

interface Making {
  readonly staffId: StaffId | null;
  readonly sandbox: boolean;
}

function noSuchAccount(code: string): Problem {
  return notFound(`The channel account "${code}"`, 'The list of channel accounts shows the codes.');
}

function codeTaken(code: string): Problem {
  return {
    code: 'conflict',
    title: `There is a channel account "${code}" already`,
    detail: 'Choose another code: it stands in the address of the webhook.',
  };
}

function changedMeanwhile(code: string): Problem {
  return {
    code: 'conflict',
    title: `Somebody else changed the channel account "${code}"`,
    detail: 'Look at it again and repeat the change.',
  };
}
