import type { SandboxAccount } from '#core/channel/definition';

import type { emailSettings } from './settings.js';

/** The mail system of the sandbox vouches for its citizens under this name (RFC 8601 §2.2). */
const MAIL_SYSTEM = 'mail.sandbox.example';

/** Mail to and from the sandbox: comes in by the signed door, goes out by SMTP on this machine. */
export const sandboxAccount: SandboxAccount<typeof emailSettings> = {
  code: 'mail',
  title: 'Mail (sandbox)',
  settings: ({ smtpPort, secret }) => ({
    address: '311@fairmill.example',
    displayName: 'Fairmill 311',
    inboundSecrets: [secret],
    authenticationServers: [MAIL_SYSTEM],
    senderChecks: 'none',
    outgoing: {
      host: '127.0.0.1',
      port: smtpPort,
      security: 'none',
      user: 'town',
      signIn: { kind: 'password', password: secret },
    },
  }),
};
