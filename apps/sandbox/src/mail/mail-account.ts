import { z } from 'zod';

/** What the sandbox needs to know of the account whose mail provider it plays. */
export const mailSettings = z.object({
  address: z.string().min(3),
  displayName: z.string(),
  inboundSecrets: z.array(z.string()).min(1),
  outgoing: z.object({
    user: z.string(),
    signIn: z.object({ password: z.string() }),
  }),
});

export type MailSettings = z.output<typeof mailSettings>;

export interface MailAccount {
  readonly code: string;
  readonly title: string;
  readonly settings: MailSettings;
}

/** The name under which the simulated mail system answers, vouches and sends its own reports. */
export const MAIL_SYSTEM = 'mail.sandbox.example';
