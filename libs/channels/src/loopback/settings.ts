import { z } from 'zod';

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

/** How the channel pretends to fail, by the beginning of the recipient's address: for training. */
const failureRule = z.strictObject({
  recipientPrefix: z.string().min(1).max(100),
  outcome: z.enum([
    'transient',
    'rate-limited',
    'rejected',
    'unauthorised',
    'window-closed',
    'opted-out',
    'recipient-gone',
    'unknown',
  ]),
  /** The rule holds for the first attempts only; absent: for all. */
  attempts: z.int().min(1).max(100).optional(),
});

export const loopbackSettings = z.strictObject({
  /** Standard Webhooks secrets that sign what comes in; the first is current, the others are being retired. */
  secrets: z
    .array(z.string().regex(SECRET, 'Write whsec_ and then 24 to 64 random bytes in base64.'))
    .min(1)
    .max(3)
    .meta({ secret: true }),
  /** File that every sent message is appended to; without one the last 10,000 are kept in memory. */
  ledgerPath: z.string().min(1).max(1_000).optional(),
  /** Folder whose `*.json` files are taken in as events, in the order of their names. */
  spoolPath: z.string().min(1).max(1_000).optional(),
  /** How long each send takes. */
  latencyMs: z.int().min(0).max(60_000).default(0),
  /** What a rate-limited sender is told to wait. */
  retryAfterMs: z.int().min(0).max(3_600_000).default(30_000),
  failures: z
    .array(failureRule)
    .max(50)
    .default([
      { recipientPrefix: 'fail-transient:', outcome: 'transient' },
      { recipientPrefix: 'fail-rejected:', outcome: 'rejected' },
      { recipientPrefix: 'rate-limited:', outcome: 'rate-limited' },
      { recipientPrefix: 'unknown:', outcome: 'unknown' },
    ]),
});

export type LoopbackSettings = z.output<typeof loopbackSettings>;
export type FailureRule = LoopbackSettings['failures'][number];
