import type { ChannelTools } from '#core/channel/definition';

import { canBeCalledAt, webhookAddress } from '../twilio-settings.js';
import type { SmsTwilioSettings } from './settings.js';

/** What every function of one account works with. */
export interface AccountParts {
  readonly settings: SmsTwilioSettings;
  readonly tools: Pick<ChannelTools, 'account' | 'publicUrl' | 'clock' | 'log'>;
}

/** The address that the provider calls and signs for. */
export function ownWebhook({ settings, tools }: AccountParts): string {
  return webhookAddress(settings.publicUrl ?? tools.publicUrl, tools.account.code);
}

/** Whether the provider can call us at all: it refuses to send with an address that it cannot reach. */
export function canBeCalled(parts: AccountParts): boolean {
  return canBeCalledAt(ownWebhook(parts), parts.settings);
}
