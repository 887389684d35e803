import type { ChannelTools } from '#core/channel/definition';

import type { EmailSettings, IncomingSettings } from '../settings.js';

/** What everything that reads mailboxes is given. */
export interface IncomingParts {
  readonly settings: EmailSettings;
  readonly incoming: IncomingSettings;
  readonly tools: ChannelTools;
}

/** For logs, which hold no names: its place in the settings, from 1. */
export function mailboxNumber({ incoming }: IncomingParts, mailbox: string): number {
  return incoming.mailboxes.indexOf(mailbox) + 1;
}
