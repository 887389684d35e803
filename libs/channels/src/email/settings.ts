import { z } from 'zod';

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const hostname = z.string().regex(/^[A-Za-z0-9.:[\]-]{1,255}$/, 'Write a host name or an address.');
const port = z.int().min(1).max(65_535);
const mailAddress = z
  .email('Write an address such as 311@fairmill.example.')
  .max(254)
  .transform((address) => address.toLowerCase());
const secretText = z.string().min(1).max(4_096).meta({ secret: true });

const signIn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), password: secretText }),
  z.strictObject({
    kind: z.literal('oauth'),
    /** Whose token service is asked; `other` needs `tokenUrl`. */
    provider: z.enum(['google', 'microsoft', 'other']),
    clientId: z.string().min(1).max(512),
    clientSecret: secretText.optional(),
    refreshToken: secretText,
    tokenUrl: z.url().max(1_000).optional(),
  }),
]);

/** `none` sends passwords in the clear: for servers on this machine. */
const security = z.enum(['tls', 'starttls', 'none']).default('tls');

/** What is done in the mailbox once a mail is kept. */
const afterwards = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('leave') }),
  z.strictObject({ kind: z.literal('seen') }),
  z.strictObject({ kind: z.literal('move'), mailbox: z.string().min(1).max(255) }),
]);

const incoming = z.strictObject({
  host: hostname,
  port: port.default(993),
  security,
  user: z.string().min(1).max(320),
  signIn,
  mailboxes: z.array(z.string().min(1).max(255)).min(1).max(20).default(['INBOX']),
  afterwards: afterwards.default({ kind: 'leave' }),
});

const outgoing = z.strictObject({
  host: hostname,
  port: port.default(587),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().min(1).max(320).optional(),
  signIn: signIn.optional(),
  connections: z.int().min(1).max(20).default(4),
  /** Mailbox of `incoming` that holds a copy of everything sent: what became of a lost answer is read there. */
  journal: z.string().min(1).max(255).optional(),
});

/** One address of the town, with the mailboxes that its mail arrives in and the server that sends for it. */
export const emailSettings = z
  .strictObject({
    /** What citizens write to and answers come from. */
    address: mailAddress,
    displayName: z.string().min(1).max(100),
    /** Other addresses of the town: mail from them is our own and no citizen's. */
    ownAddresses: z.array(mailAddress).max(100).default([]),
    /** `plus`: answers go to address+token@; `none` where the mail server has no such addresses. */
    replyAddress: z.enum(['plus', 'none']).default('plus'),
    incoming: incoming.optional(),
    /** Standard Webhooks secrets for mail that a server posts; the first is current. */
    inboundSecrets: z
      .array(z.string().regex(SECRET, 'Write whsec_ and then 24 to 64 random bytes in base64.'))
      .max(3)
      .default([])
      .meta({ secret: true }),
    outgoing,
    /** Names under which our own mail servers vouch for senders (RFC 8601 §2.2); others are not believed. */
    authenticationServers: z.array(z.string().min(1).max(255)).max(10).default([]),
  })
  .superRefine(({ incoming: mailboxes, inboundSecrets, outgoing: server }, context) => {
    if (mailboxes === undefined && inboundSecrets.length === 0) {
      context.addIssue({ code: 'custom', path: ['incoming'], message: NO_WAY_IN });
    }
    if ((server.user === undefined) !== (server.signIn === undefined)) {
      const missing = server.user === undefined ? 'user' : 'signIn';
      context.addIssue({ code: 'custom', path: ['outgoing', missing], message: HALF_SIGNED_IN });
    }
  });

const NO_WAY_IN =
  'Nothing would come in: give the mailboxes to read, or inboundSecrets for mail that is posted.';
const HALF_SIGNED_IN = 'Give user and signIn both, or neither.';

export type EmailSettings = z.output<typeof emailSettings>;
export type IncomingSettings = NonNullable<EmailSettings['incoming']>;
export type OutgoingSettings = EmailSettings['outgoing'];
export type SignIn = z.output<typeof signIn>;
