import type { IncomingParts } from '#channels/email/mailbox/incoming-parts';
import { emailSettings } from '#channels/email/settings';

import { channelTools, type RecordingTools } from '../channel-tools.js';
import type { PrivateDovecot } from '../private-dovecot.js';

export interface IncomingAccount extends IncomingParts {
  readonly tools: RecordingTools;
}

/** An e-mail account that reads the mailboxes of a user at a private Dovecot. */
export function incomingAccount(
  dovecot: PrivateDovecot,
  user: string,
  incoming: Readonly<Record<string, unknown>> = {},
): IncomingAccount {
  const settings = emailSettings.parse({
    address: '311@fairmill.example',
    displayName: 'Town of Fairmill',
    incoming: {
      host: '127.0.0.1',
      port: dovecot.imapPort,
      security: 'none',
      user,
      signIn: { kind: 'password', password: dovecot.password },
      ...incoming,
    },
    outgoing: { host: '127.0.0.1' },
  });
  if (settings.incoming === undefined) throw new Error('The account reads no mailbox.');
  const tools = channelTools('email');
  tools.setNow(Date.now() as never);
  return { settings, incoming: settings.incoming, tools };
}

let mails = 0;

/** A small mail of its own. */
export function mail(text: string, headers: Readonly<Record<string, string>> = {}): string {
  mails += 1;
  const fields = {
    From: 'Ana Pérez <ana@example.org>',
    To: '311@fairmill.example',
    Subject: text,
    'Message-ID': `<mail-${mails}-${process.pid}@example.org>`,
    ...headers,
  };
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return [...header, '', text, ''].join('\r\n');
}
