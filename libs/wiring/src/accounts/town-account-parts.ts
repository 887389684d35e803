import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { Pacing } from '#core/account/channel-accounts';
import type { ChannelDefinition, ChannelTools } from '#core/channel/definition';
import type { ReplyTokens } from '#core/secret/reply-tokens';
import type { SecretBox } from '#core/secret/secret-box';
import type { SignedLinks } from '#core/secret/signed-links';
import type { Clock } from '#core/time/clock';

import { TownEvents } from '../observability/town-events.js';
import { TownSecrets } from '../secrets/town-secrets.js';
import type { Settings } from '../settings/read-settings.js';
import { CHANNELS, CLOCK, LINKS, REPLY_TOKENS, SETTINGS } from '../tokens.js';
import type { AccountParts } from './live-account.js';

/** What every adapter of this process is made with. */
@Injectable()
export class TownAccountParts implements AccountParts {
  readonly pacing: Pacing;
  readonly sandboxPorts: readonly number[];

  constructor(
    @Inject(CHANNELS) readonly channels: readonly ChannelDefinition[],
    @Inject(TownSecrets) readonly secrets: SecretBox,
    @Inject(SETTINGS) settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LINKS) private readonly links: SignedLinks,
    @Inject(REPLY_TOKENS) private readonly replyTokens: ReplyTokens,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {
    const { sendSlots: slots, sendTimeoutMs, sandboxPort, sandboxSmtpPort } = settings;
    this.pacing = { slots, perMinute: null, sendTimeoutMs };
    this.sandboxPorts = settings.environment === 'production' ? [sandboxPort, sandboxSmtpPort] : [];
  }

  toolsFor({ id, code, channel }: ChannelAccountRecord): ChannelTools {
    const { clock, links, replyTokens, events } = this;
    const log: ChannelTools['log'] = {
      warn: (about, facts) =>
        events.say('channel_warned', { ...facts, channel, account: code, about }),
    };
    return { account: { id, code }, clock, links, replyTokens, log };
  }
}
