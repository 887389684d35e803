import type { Polled } from '#core/channel/adapter';
import type { InboundEnvelope } from '#core/channel/envelope';
import { addMilliseconds, HOUR, type Instant, MINUTE } from '#core/time/instant';

import type { AccountParts } from './account-parts.js';
import { readCursor, writeCursor } from './cursor.js';
import { envelopeOf } from './envelope.js';
import { arrivedBetween, type ListedArrival, listedBytes } from './list-arrivals.js';
import { LISTED_MESSAGE, readListed } from './listed-message.js';

/** Messages appear in the list a little after they came, and no two clocks agree. */
const OVERLAP_MS = 15 * MINUTE;
/** What an outage left behind is fetched in pieces, oldest first. */
const WINDOW_MS = 6 * HOUR;

/**
 * What webhooks missed: the provider gives a webhook up after fifteen seconds, but keeps every
 * message in its list. A message that came by webhook has the same keys and is stored once. A new
 * account starts at now.
 */
export async function poll(
  parts: AccountParts,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Polled> {
  if (signal.aborted && cursor !== null) return { envelopes: [], cursor, more: false };
  const now = parts.tools.clock.now();
  const known = readCursor(cursor);
  const reach = { from: known?.from ?? now, now };
  const listed = await listWindow(parts, reach, signal);
  const fresh = listed.arrivals.filter(({ sid }) => !(known?.seen.has(sid) ?? false));
  const envelopes = known === null ? [] : await envelopesOf(parts, fresh, signal);
  const next = { from: listed.until, seen: metAgain(listed) };
  return { envelopes, cursor: writeCursor(next), more: listed.until < now };
}

interface Reach {
  readonly from: Instant;
  readonly now: Instant;
}

interface Window {
  readonly arrivals: readonly ListedArrival[];
  readonly until: Instant;
}

/** Oldest first; a window that holds too much for one piece is halved until it does not. */
async function listWindow(
  parts: AccountParts,
  { from, now }: Reach,
  signal: AbortSignal,
): Promise<Window> {
  const begin = addMilliseconds(from, -OVERLAP_MS);
  for (let width = WINDOW_MS; ; width = Math.floor(width / 2)) {
    const reachesNow = now - from <= width;
    const until = reachesNow ? now : addMilliseconds(from, width);
    // No end where it reaches now: what the provider dates a moment ahead of us is in it.
    const listed = await arrivedBetween(parts, { begin, end: reachesNow ? null : until }, signal);
    if (listed.whole || width <= MINUTE) return { arrivals: listed.arrivals, until };
  }
}

async function envelopesOf(
  parts: AccountParts,
  arrivals: readonly ListedArrival[],
  signal: AbortSignal,
): Promise<InboundEnvelope[]> {
  const envelopes: InboundEnvelope[] = [];
  for (const arrival of arrivals) {
    const raw = await listedBytes(parts, arrival, signal);
    const event = readListed(raw) ?? ({ kind: 'other' } as const);
    envelopes.push(envelopeOf(event, raw, LISTED_MESSAGE, parts.tools.account.id));
  }
  return envelopes;
}

/** What the next look meets again, because it begins before this one ended. */
function metAgain({ arrivals, until }: Window): ReadonlySet<string> {
  const since = addMilliseconds(until, -OVERLAP_MS - MINUTE);
  const late = arrivals.filter(({ sentAt }) => sentAt === null || sentAt >= since);
  return new Set(late.map(({ sid }) => sid));
}
