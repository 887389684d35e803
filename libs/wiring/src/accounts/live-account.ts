import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { LiveAccount, Pacing } from '#core/account/channel-accounts';
import type { ChannelDefinition, ChannelTools } from '#core/channel/definition';
import type { SecretBox } from '#core/secret/secret-box';

export interface AccountParts {
  readonly channels: readonly ChannelDefinition[];
  readonly secrets: SecretBox;
  readonly pacing: Pacing;
  readonly toolsFor: (record: ChannelAccountRecord) => ChannelTools;
}

export type OpenedAccount =
  | { readonly kind: 'live'; readonly account: LiveAccount }
  /** Names settings and reasons, never values. */
  | { readonly kind: 'broken'; readonly reason: string };

/** Opens the sealed settings, checks them against the channel and makes the adapter. */
export function openAccount(record: ChannelAccountRecord, parts: AccountParts): OpenedAccount {
  const channel = parts.channels.find(({ code }) => code === record.channel);
  if (channel === undefined) {
    return broken(
      `Its channel "${record.channel}" is not part of this town. Add it or disable the account.`,
    );
  }
  const opened = openSettings(record.sealedSettings, parts.secrets);
  if (opened.kind === 'broken') return opened;
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
    const { capabilities } = channel;
    const { pacing } = parts;
    return {
      kind: 'live',
      account: { id, code, title, channel: channel.code, enabled, capabilities, adapter, pacing },
    };
  } catch (error) {
    return broken(
      `Its channel could not be set up (${error instanceof Error ? error.name : 'error'}).`,
    );
  }
}

type OpenedSettings =
  | { readonly kind: 'opened'; readonly settings: unknown }
  | Extract<OpenedAccount, { kind: 'broken' }>;

export function openSettings(sealed: string, secrets: SecretBox): OpenedSettings {
  try {
    return { kind: 'opened', settings: JSON.parse(secrets.open(sealed)) };
  } catch (error) {
    return broken(error instanceof Error ? error.message : 'Its settings cannot be opened.');
  }
}

function broken(reason: string) {
  return { kind: 'broken', reason } as const;
}
