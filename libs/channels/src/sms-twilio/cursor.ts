import { z } from 'zod';

import { parseJson } from '#core/text/parse-json';
import { type Instant, instantFromIso, isoFromInstant } from '#core/time/instant';

/** How far the list was read, and which messages the next look meets again. */
export interface Cursor {
  readonly from: Instant;
  readonly seen: ReadonlySet<string>;
}

const written = z.object({ from: z.iso.datetime(), seen: z.array(z.string()) });

export function writeCursor({ from, seen }: Cursor): string {
  return JSON.stringify({ from: isoFromInstant(from), seen: [...seen] });
}

/** Null for a new account. */
export function readCursor(cursor: string | null): Cursor | null {
  if (cursor === null) return null;
  const json = parseJson(Buffer.from(cursor));
  const read = written.parse(json.kind === 'json' ? json.value : undefined);
  return { from: instantFromIso(read.from), seen: new Set(read.seen) };
}
