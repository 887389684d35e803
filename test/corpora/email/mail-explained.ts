import { readFileSync } from 'node:fs';

import { z } from 'zod';

import type { ChannelExplainer } from '#core/channel/definition';

import { registeredChannel } from '../../support/channel-registered.js';
import { testdata } from '../testdata.js';

const address = z.object({ name: z.string(), address: z.string() });

/** What `townline email explain` says, as far as the corpora ask for it. */
const explanation = z.object({
  from: z.array(address),
  to: z.array(address),
  cc: z.array(address),
  replyTo: z.array(address),
  subject: z.string(),
  messageId: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  date: z.string().nullable(),
  text: z.string(),
  visibleText: z.string(),
  html: z.string().nullable(),
  attachments: z.array(z.object({ filename: z.string().nullable(), contentType: z.string() })),
  classification: z.string(),
  bounce: z.array(
    z.object({
      recipient: z.string().nullable(),
      status: z.string().nullable(),
      hard: z.boolean(),
      reason: z.string(),
    }),
  ),
  defects: z.array(z.string()),
});

export type Explanation = z.output<typeof explanation>;

export function openMailExplainer(): ChannelExplainer {
  const open = registeredChannel('email').openExplainer;
  if (open === undefined) throw new Error('The channel explains no files.');
  return open();
}

/** @param path below the folder of the mails. */
export async function explainMail(explainer: ChannelExplainer, path: string): Promise<Explanation> {
  return explanation.parse(await explainer.explain(readFileSync(testdata(`mail/${path}`))));
}

export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
