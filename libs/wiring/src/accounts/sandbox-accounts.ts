import { Inject, Injectable } from '@nestjs/common';

import type { ChannelDefinition, SandboxPlace } from '#core/channel/definition';

import { TownSecrets } from '../secrets/town-secrets.js';
import type { Settings } from '../settings/read-settings.js';
import { CHANNELS, SETTINGS } from '../tokens.js';
import { ManageAccounts } from './manage-accounts.js';

/** An account as the sandbox is told of it, secrets included. */
export interface SandboxedAccount {
  readonly channel: string;
  readonly code: string;
  readonly title: string;
  readonly settings: unknown;
}

/** The accounts whose provider the sandbox plays. */
@Injectable()
export class SandboxAccounts {
  constructor(
    @Inject(ManageAccounts) private readonly manage: ManageAccounts,
    @Inject(CHANNELS) private readonly channels: readonly ChannelDefinition[],
    @Inject(TownSecrets) private readonly secrets: TownSecrets,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Makes those accounts, or gives them the settings of today, when this town is to have a sandbox.
   *
   * @returns what the sandbox serves: nothing when there is to be none.
   */
  async prepare(): Promise<readonly SandboxedAccount[]> {
    if (!(await this.isWanted())) return [];
    const served: SandboxedAccount[] = [];
    for (const { code: channel, sandboxAccount } of this.channels) {
      if (sandboxAccount === undefined) continue;
      const { code, title } = sandboxAccount;
      const account = { channel, code, title, settings: sandboxAccount.settings(this.place(code)) };
      const kept = await this.manage.keepSandbox(account);
      if (kept?.enabled === true) served.push(account);
    }
    return served;
  }

  private async isWanted(): Promise<boolean> {
    const { sandbox, environment } = this.settings;
    switch (sandbox) {
      case '0':
        return false;
      case '1':
        return true;
      case 'auto':
        return environment !== 'production' && !(await this.hasRealAccount());
    }
  }

  /** Of a channel that the sandbox could play: the town's own doors are no reason against it. */
  private async hasRealAccount(): Promise<boolean> {
    const playable = this.channels.filter(({ sandboxAccount }) => sandboxAccount !== undefined);
    const codes = playable.map(({ code }) => code);
    const accounts = await this.manage.list();
    return accounts.some(({ channel, sandbox }) => !sandbox && codes.includes(channel));
  }

  private place(accountCode: string): SandboxPlace {
    const [key] = this.secrets.derive(`sandbox:${accountCode}`);
    return {
      origin: `http://127.0.0.1:${this.settings.sandboxPort}`,
      smtpPort: this.settings.sandboxSmtpPort,
      townUrl: `http://localhost:${this.settings.port}`,
      secret: `whsec_${key?.toString('base64') ?? ''}`,
    };
  }
}
