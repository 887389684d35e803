import { z } from 'zod';

import type { Recipient } from '#core/channel/adapter';
import { parseJson } from '#core/text/parse-json';
import type { Instant } from '#core/time/instant';

import { phoneOf, userIdOf } from './stated-person.js';

/** Where an answer goes, and what must be known to send it. */
export interface ChannelReference {
  /** Digits of the number; it is written to where it is known, so that Meta goes on showing it. */
  readonly phone: string | null;
  readonly userId: string | null;
  /** The citizen's message that is answered. */
  readonly quotes: string | null;
  /** When the citizen wrote it, which opens the window; null when they did not begin. */
  readonly wroteAt: Instant | null;
}

const written = z.object({
  to: z.string().optional(),
  user: z.string().optional(),
  quotes: z.string().max(255).optional(),
  at: z.int().nonnegative().optional(),
});

export function writeReference({ phone, userId, quotes, wroteAt }: ChannelReference): string {
  return JSON.stringify({
    ...(phone !== null && { to: phone }),
    ...(userId !== null && { user: userId }),
    ...(quotes !== null && { quotes }),
    ...(wroteAt !== null && { at: wroteAt }),
  });
}

/** Null for what `writeReference` has not written. */
export function readReference(reference: string): ChannelReference | null {
  const json = parseJson(Buffer.from(reference));
  const parsed = json.kind === 'json' ? written.safeParse(json.value).data : undefined;
  const phone = phoneOf(parsed?.to);
  const userId = userIdOf(parsed?.user);
  if (parsed === undefined || (phone === null && userId === null)) return null;
  return {
    phone,
    userId,
    quotes: parsed.quotes ?? null,
    wroteAt: (parsed.at ?? null) as Instant | null,
  };
}

/**
 * The reference of a message that the town begins. Nobody has opened a window then, so there is none
 * without a template.
 */
export function addressTo({ kind, address }: Recipient, hasTemplate: boolean): string | null {
  if (kind !== 'whatsapp' || !hasTemplate) return null;
  const userId = userIdOf(address);
  const phone = address.startsWith('+') ? phoneOf(address.slice(1)) : null;
  if (userId === null && phone === null) return null;
  return writeReference({ phone, userId, quotes: null, wroteAt: null });
}
