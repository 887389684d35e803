import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { Pacing } from '#core/account/channel-accounts';
import type { ChannelDefinition, ChannelTools } from '#core/channel/definition';
import type { SecretBox } from '#core/secret/secret-box';
import type { SignedLinks } from '#core/secret/signed-links';
import type { Clock } from '#core/time/clock';

import { TownEvents } from '../observability/town-events.js';
import { TownSecrets } from '../secrets/town-secrets.js';
import type { Settings } from '../settings/read-settings.js';
import { CHANNELS, CLOCK, LINKS, SETTINGS } from '../tokens.js';
import type { AccountParts } from './live-account.js';

/** What every adapter of this process is made with. */
@Injectable()
export class TownAccountParts implements AccountParts {
  readonly pacing: Pacing;

  constructor(
    @Inject(CHANNELS) readonly channels: readonly ChannelDefinition[],
    @Inject(TownSecrets) readonly secrets: SecretBox,
    @Inject(SETTINGS) { sendSlots, sendTimeoutMs }: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LINKS) private readonly links: SignedLinks,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {
    this.pacing = { slots: sendSlots, perMinute: null, sendTimeoutMs };
  }

  toolsFor({ id, code, channel }: ChannelAccountRecord): ChannelTools {
    const { clock, links, events } = this;
    const log: ChannelTools['log'] = {
      warn: (about, facts) =>
        events.say('channel_warned', { ...facts, channel, account: code, about }),
    };
    return { account: { id, code }, clock, links, log };
  }
}
