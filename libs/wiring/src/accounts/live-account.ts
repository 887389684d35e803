import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { LiveAccount, Pacing } from '#core/account/channel-accounts';
import type { ChannelDefinition, ChannelTools } from '#core/channel/definition';
import type { SecretBox } from '#core/secret/secret-box';

import { leadsToSandbox } from './leads-to-sandbox.js';
import { openSettings } from './stored-settings.js';

export interface AccountParts {
  readonly channels: readonly ChannelDefinition[];
  readonly secrets: SecretBox;
  readonly pacing: Pacing;
  /** Ports of the sandbox that a real account must not lead to; none outside production. */
  readonly sandboxPorts: readonly number[];
  readonly toolsFor: (record: ChannelAccountRecord) => ChannelTools;
}

export type OpenedAccount =
  | { readonly kind: 'live'; readonly account: LiveAccount; readonly sandbox: boolean }
  /** Names settings and reasons, never values. */
  | { readonly kind: 'broken'; readonly reason: string; readonly sandbox: boolean };

export const LEADS_TO_SANDBOX =
  'leads to the sandbox, which reaches nobody: write where the provider is';

/** Opens the sealed settings, checks them against the channel and makes the adapter. */
export function openAccount(record: ChannelAccountRecord, parts: AccountParts): OpenedAccount {
  const opened = openSettings(record.sealedSettings, parts.secrets);
  const sandbox = opened.kind === 'opened' && opened.sandbox;
  const broken = (reason: string) => ({ kind: 'broken', reason, sandbox }) as const;
  const channel = parts.channels.find(({ code }) => code === record.channel);
  if (channel === undefined) {
    return broken(
      `Its channel "${record.channel}" is not part of this town. Add it or disable the account.`,
    );
  }
  if (opened.kind === 'unreadable') return broken(opened.reason);
  if (!sandbox && leadsToSandbox(opened.settings, parts.sandboxPorts)) {
    return broken(`It ${LEADS_TO_SANDBOX}.`);
  }
  const settings = channel.settings.safeParse(opened.settings);
  if (!settings.success) {
    const fields = settings.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    return broken(`Its settings do not fit its channel: ${fields.join('; ')}`);
  }
  try {
    const adapter = channel.create(settings.data, parts.toolsFor(record));
    const { id, code, title, enabled } = record;
    const { capabilities, sendTimeFactor = 1 } = channel;
    const pacing = { ...parts.pacing, sendTimeFactor, ...channel.pacing?.(settings.data) };
    return {
      kind: 'live',
      sandbox,
      account: {
        ...{ id, code, title, channel: channel.code, enabled, capabilities, adapter, pacing },
        billing: channel.billing?.(settings.data) ?? null,
      },
    };
  } catch (error) {
    return broken(
      `Its channel could not be set up (${error instanceof Error ? error.name : 'error'}).`,
    );
  }
}
