import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { Pacing } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import type { ChannelDefinition, ChannelTools } from '#core/channel/definition';
import type { ReplyTokens } from '#core/secret/reply-tokens';
import type { SecretBox } from '#core/secret/secret-box';
import type { SignedLinks } from '#core/secret/signed-links';
import type { Clock } from '#core/time/clock';

import { TownEvents } from '../observability/town-events.js';
import { TownSecrets } from '../secrets/town-secrets.js';
import type { Settings } from '../settings/read-settings.js';
import { CHANNELS, CLOCK, LINKS, REPLY_TOKENS, SETTINGS, TOWN } from '../tokens.js';
import { publicUrlOf } from '../town/public-url.js';
import { townHours } from '../town/town-hours.js';
import type { AccountParts } from './live-account.js';

/** What every adapter of this process is made with. */
@Injectable()
export class TownAccountParts implements AccountParts {
  readonly pacing: Pacing;
  readonly sandboxPorts: readonly number[];

  constructor(
    @Inject(CHANNELS) readonly channels: readonly ChannelDefinition[],
    @Inject(TownSecrets) readonly secrets: SecretBox,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(TOWN) private readonly town: () => Town,
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
    const publicUrl = publicUrlOf(this.settings);
    const town = townHours(this.town);
    return { account: { id, code }, publicUrl, town, clock, links, replyTokens, log };
  }
}
