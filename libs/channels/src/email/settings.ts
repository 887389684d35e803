import { z } from 'zod';

import {
  certificateAuthority,
  hostname,
  mailAddress,
  mailbox,
  port,
  security,
  signIn,
} from './settings-fields.js';

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

const afterwards = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('leave') }),
  z.strictObject({ kind: z.literal('seen') }),
  z.strictObject({
    kind: z.literal('move'),
    mailbox: mailbox.describe('Where mails go once they are kept.'),
  }),
]);

const incoming = z.strictObject({
  host: hostname.describe('IMAP server.'),
  port: port.default(993).describe('993 with `tls`, 143 with `starttls`.'),
  security: security
    .default('tls')
    .describe('`none` sends passwords in the clear: for servers on this machine.'),
  certificateAuthority: certificateAuthority.optional(),
  user: z.string().min(1).max(320).describe('Name to sign in with.'),
  signIn: signIn.describe('`{kind: password, password}` or `{kind: oauth, …}`.'),
  mailboxes: z
    .array(mailbox)
    .min(1)
    .max(20)
    .default(['INBOX'])
    .describe('Mailboxes of this user that are read.'),
  afterwards: afterwards
    .default({ kind: 'leave' })
    .describe('What is done in the mailbox once a mail is kept: `leave`, `seen` or `move`.'),
});

const outgoing = z.strictObject({
  host: hostname.describe('SMTP server.'),
  port: port.default(587).describe('587 with `starttls`, 465 with `tls`.'),
  security: security
    .default('starttls')
    .describe('`none` sends passwords in the clear: for servers on this machine.'),
  certificateAuthority: certificateAuthority.optional(),
  user: z.string().min(1).max(320).optional().describe('Name to sign in with.'),
  signIn: signIn.optional().describe('As that of `incoming`.'),
  connections: z
    .int()
    .min(1)
    .max(20)
    .default(4)
    .describe('Connections that are open at most at a time.'),
  journal: mailbox
    .optional()
    .describe(
      'Mailbox of `incoming` that holds a copy of everything sent: what became of a lost answer is read there.',
    ),
});

/** One address of the town, with the mailboxes that its mail arrives in and the server that sends for it. */
export const emailSettings = z
  .strictObject({
    address: mailAddress.describe('What citizens write to and answers come from.'),
    displayName: z.string().min(1).max(100).describe('Name beside the address, as `Fairmill 311`.'),
    ownAddresses: z
      .array(mailAddress)
      .max(100)
      .default([])
      .describe('Other addresses of the town: mail from them is our own and no citizen’s.'),
    replyAddress: z
      .enum(['plus', 'none'])
      .default('plus')
      .describe(
        '`plus`: answers go to address+token@; `none` where the mail server has no such addresses.',
      ),
    incoming: incoming
      .optional()
      .describe('The mailboxes to read over IMAP; left out where mail is posted.'),
    inboundSecrets: z
      .array(z.string().regex(SECRET, 'Write whsec_ and then 24 to 64 random bytes in base64.'))
      .max(3)
      .default([])
      .meta({ secret: true })
      .describe('Standard Webhooks secrets for mail that a server posts; the first is current.'),
    outgoing: outgoing.describe('The server that sends, over SMTP.'),
    authenticationServers: z
      .array(z.string().min(1).max(255))
      .max(10)
      .default([])
      .describe(
        'Names under which our own mail servers vouch for senders (`Authentication-Results`); others are not believed.',
      ),
    senderChecks: z
      .enum(['dns', 'none'])
      .default('dns')
      .describe(
        '`dns`: signature and policy of the sender’s domain are checked where none of `authenticationServers` says anything; `none` without a name server, or where mail is forwarded in a way that breaks signatures.',
      ),
  })
  .superRefine(({ incoming: mailboxes, inboundSecrets, outgoing: server }, context) => {
    const fault = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (mailboxes === undefined && inboundSecrets.length === 0) fault(['incoming'], NO_WAY_IN);
    if ((server.user === undefined) !== (server.signIn === undefined)) {
      fault(['outgoing', server.user === undefined ? 'user' : 'signIn'], HALF_SIGNED_IN);
    }
    if (server.journal !== undefined && mailboxes === undefined) {
      fault(['outgoing', 'journal'], JOURNAL_OF_NOTHING);
    }
  });

const NO_WAY_IN =
  'Nothing would come in: give the mailboxes to read, or inboundSecrets for mail that is posted.';
const HALF_SIGNED_IN = 'Give user and signIn both, or neither.';
const JOURNAL_OF_NOTHING = 'The journal is read with the sign-in of incoming: give that too.';

export type EmailSettings = z.output<typeof emailSettings>;
export type IncomingSettings = NonNullable<EmailSettings['incoming']>;
export type OutgoingSettings = EmailSettings['outgoing'];
export type SignIn = z.output<typeof signIn>;
