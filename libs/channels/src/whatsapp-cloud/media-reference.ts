import { z } from 'zod';

import { parseJson } from '#core/text/parse-json';
import type { Instant } from '#core/time/instant';

import type { MediaKind } from './limits.js';

/** What must be known to fetch the bytes of one attachment. */
export interface MediaReference {
  readonly id: string;
  readonly kind: MediaKind;
  /** When it was sent: WhatsApp keeps it for a week. */
  readonly sentAt: Instant | null;
}

const written = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  kind: z.enum(['image', 'audio', 'video', 'document', 'sticker']),
  at: z.int().nonnegative().optional(),
});

export function writeMediaReference({ id, kind, sentAt }: MediaReference): string {
  return JSON.stringify({ id, kind, ...(sentAt !== null && { at: sentAt }) });
}

/** Null for what `writeMediaReference` has not written. */
export function readMediaReference(reference: string): MediaReference | null {
  const json = parseJson(Buffer.from(reference));
  const parsed = json.kind === 'json' ? written.safeParse(json.value).data : undefined;
  if (parsed === undefined) return null;
  return { id: parsed.id, kind: parsed.kind, sentAt: (parsed.at ?? null) as Instant | null };
}
