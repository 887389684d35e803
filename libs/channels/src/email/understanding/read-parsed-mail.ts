import { z } from 'zod';

import type { ParsedMail } from '../parsed-mail.js';

const address = z.object({ name: z.string(), address: z.string() });
const attachment = z.object({
  index: z.int().min(0),
  filename: z.string().nullable(),
  contentType: z.string(),
  size: z.number(),
  sha256: z.string(),
  inline: z.boolean(),
});

const senderCheck = z.object({
  result: z.enum(['pass', 'fail', 'none']),
  method: z.enum(['dkim', 'spf', 'dmarc', 'none']),
  detail: z.string(),
});

const parsedMail: z.ZodType<ParsedMail> = z.object({
  from: z.array(address),
  to: z.array(address),
  cc: z.array(address),
  replyTo: z.array(address),
  subject: z.string(),
  messageId: z.string().nullable(),
  inReplyTo: z.array(z.string()),
  references: z.array(z.string()),
  date: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
  attachments: z.array(attachment),
  headers: z.array(z.tuple([z.string(), z.string()])),
  reports: z.array(z.object({ contentType: z.string(), text: z.string() })),
  defects: z.array(z.string()),
  senderCheck: senderCheck.exactOptional(),
});

/** Null for what no parser process wrote: it comes from a process that hostile bytes went through. */
export function readParsedMail(value: unknown): ParsedMail | null {
  const read = parsedMail.safeParse(value);
  return read.success ? read.data : null;
}
