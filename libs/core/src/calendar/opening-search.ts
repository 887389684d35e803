import type { Instant } from '../time/instant.js';
import type { Opening } from './opening.js';
import { clipped, type OpeningChunk, type OpeningChunks } from './opening-chunks.js';

export interface OpeningSearch {
  nextOpening(at: Instant): Instant | null;
  nextClosing(at: Instant): Instant | null;
  /** When so much opening time has passed since; null when there will never be as much. */
  after(from: Instant, operatingMs: number): Instant | null;
  timeBetween(from: Instant, to: Instant): number;
  openingsBetween(from: Instant, to: Instant): readonly Opening[];
}

/** Finds instants in openings by halving; years are passed over a chunk at a time. */
export function openingSearch(chunks: OpeningChunks): OpeningSearch {
  return {
    nextOpening: (at) => nextOpening(chunks, at),
    nextClosing: (at) => nextClosing(chunks, at),
    after: (from, operatingMs) => after(chunks, from, operatingMs),
    timeBetween: (from, to) => (to <= from ? 0 : timeBetween(chunks, from, to)),
    openingsBetween: (from, to) => openingsBetween(chunks, from, to),
  };
}

function nextOpening(chunks: OpeningChunks, at: Instant): Instant | null {
  let index = chunks.indexOf(at);
  const found = openingAt(chunks.chunk(index), at);
  if (found !== null) return Math.max(found.startAt, at) as Instant;
  do {
    index += 1;
    const first = chunks.chunk(index).openings[0];
    if (first !== undefined) return first.startAt;
  } while (!chunks.isRegular(index));
  return null;
}

function nextClosing(chunks: OpeningChunks, at: Instant): Instant | null {
  const openAt = nextOpening(chunks, at);
  if (openAt === null) return null;
  for (let index = chunks.indexOf(openAt), from = openAt; ; index += 1) {
    const chunk = chunks.chunk(index);
    const opening = openingAt(chunk, from);
    if (opening === null || opening.startAt > from) return from;
    if (opening.endAt < chunk.endAt) return opening.endAt;
    // Open all through a chunk that only the week decides: open for ever.
    if (chunks.isRegular(index) && opening.startAt === chunk.startAt) return null;
    from = opening.endAt;
  }
}

function after(chunks: OpeningChunks, from: Instant, operatingMs: number): Instant | null {
  if (operatingMs === 0) return from;
  let index = chunks.indexOf(from);
  let chunk = chunks.chunk(index);
  let wantedMs = timeBefore(chunk, from) + operatingMs;
  while (wantedMs > chunk.totalMs) {
    if (chunk.totalMs === 0 && chunks.isRegular(index)) return null;
    wantedMs -= chunk.totalMs;
    index += 1;
    chunk = chunks.chunk(index);
  }
  return reached(chunk, wantedMs);
}

function timeBetween(chunks: OpeningChunks, from: Instant, to: Instant): number {
  const first = chunks.indexOf(from);
  const last = chunks.indexOf(to);
  let betweenMs = timeBefore(chunks.chunk(last), to) - timeBefore(chunks.chunk(first), from);
  for (let index = first; index < last; index += 1) betweenMs += chunks.chunk(index).totalMs;
  return betweenMs;
}

function openingsBetween(chunks: OpeningChunks, from: Instant, to: Instant): readonly Opening[] {
  const found: Opening[] = [];
  for (let index = chunks.indexOf(from); index <= chunks.indexOf(to); index += 1) {
    for (const opening of chunks.chunk(index).openings) {
      const [part] = clipped(opening, { startAt: from, endAt: to });
      if (part !== undefined) addPart(found, part);
    }
  }
  return found;
}

/** Parts that meet at the edge of two chunks are one. */
function addPart(found: Opening[], part: Opening): void {
  const last = found.at(-1);
  if (last?.endAt !== part.startAt) found.push(part);
  else found[found.length - 1] = { startAt: last.startAt, endAt: part.endAt };
}

/** The opening at an instant, or the next one in the chunk. */
function openingAt({ openings }: OpeningChunk, at: Instant): Opening | null {
  return openings[countWhile(openings.length, (n) => (openings[n]?.endAt ?? at) <= at)] ?? null;
}

function timeBefore({ openings, beforeMs }: OpeningChunk, at: Instant): number {
  const position = countWhile(openings.length, (n) => (openings[n]?.startAt ?? at) <= at) - 1;
  const opening = openings[position];
  if (opening === undefined) return 0;
  return (beforeMs[position] ?? 0) + Math.min(at, opening.endAt) - opening.startAt;
}

/** The instant at which so much opening time of the chunk is used up: more than none, at most all. */
function reached({ openings, beforeMs }: OpeningChunk, wantedMs: number): Instant {
  const position = countWhile(openings.length, (n) => (beforeMs[n] ?? 0) < wantedMs) - 1;
  const startAt = openings[position]?.startAt ?? 0;
  return (startAt + wantedMs - (beforeMs[position] ?? 0)) as Instant;
}

/** How many of the first positions have a property that later ones lack, found by halving. */
function countWhile(length: number, has: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (has(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
