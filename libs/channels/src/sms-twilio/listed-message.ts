import { z } from 'zod';

import { parseJson } from '#core/text/parse-json';
import { type Instant, instantFromIso } from '#core/time/instant';

import type { TextMessage } from './text-event.js';

/** The content type of an envelope that `poll` made: another shape than a webhook’s form. */
export const LISTED_MESSAGE = 'application/json';

const listedMessage = z.object({
  sid: z.string().regex(/^[A-Za-z0-9]{34}$/),
  from: z.string().min(1).max(100),
  to: z.string().min(1).max(100),
  body: z.string(),
  dateSent: z.iso.datetime().nullish(),
  media: z.array(z.object({ url: z.string(), contentType: z.string() })).max(100),
});

/** What the list says of a message, in the words of an event; null for bytes that are none. */
export function readListed(raw: Buffer): TextMessage | null {
  const json = parseJson(raw);
  const read = json.kind === 'json' ? listedMessage.safeParse(json.value).data : undefined;
  if (read === undefined) return null;
  const { dateSent, ...message } = read;
  return { kind: 'message', ...message, optOutAnswered: false, sentAt: instantOf(dateSent) };
}

function instantOf(date: string | null | undefined): Instant | null {
  return date === null || date === undefined ? null : instantFromIso(date);
}
