import { defineChannel } from '#core/channel/definition';

import { createAdapter } from './adapter.js';
import { openExplainer } from './explain.js';
import { MAX_TEXT_CHARACTERS } from './outgoing/limits.js';
import { sandboxAccount } from './sandbox.js';
import { emailSettings } from './settings.js';

export const definition = defineChannel({
  code: 'email',
  title: 'E-mail',
  summary:
    'Reads mailboxes over IMAP or takes posted mail, and answers in the same thread over SMTP.',
  capabilities: {
    textLimit: { max: MAX_TEXT_CHARACTERS, unit: 'characters' },
    audience: 'private',
    grouping: 'separate',
    awaitsRegistration: false,
    receipts: 'failures',
    idempotency: 'none',
    absence: 'hint',
    attachments: { inbound: true, outbound: true },
    acknowledges: true,
    consent: 'none',
  },
  // Relays look through a message before they answer and may take minutes (RFC 5321 §4.5.3.2).
  sendTimeFactor: 3,
  settings: emailSettings,
  sandboxAccount,
  create: createAdapter,
  openExplainer,
});
