import { z } from 'zod';

/** What the town tells its sandbox, as the first line of standard input. */
export const sandboxOrder = z.object({
  /** Of the pages; on this machine only. */
  port: z.int().min(0).max(65_535),
  smtpPort: z.int().min(0).max(65_535),
  /** Where the town listens, as `http://localhost:3110`. */
  townUrl: z.url(),
  /** For the ledger; made when it is missing. */
  folder: z.string().min(1),
  accounts: z.array(
    z.object({
      channel: z.string(),
      code: z.string(),
      title: z.string(),
      /** Read by the provider that plays this channel. */
      settings: z.unknown(),
    }),
  ),
});

export type SandboxOrder = z.output<typeof sandboxOrder>;
export type SandboxedAccount = SandboxOrder['accounts'][number];
