import { DAY, type Instant } from '../time/instant.js';
import { joined, type Opening } from './opening.js';
import type { OpeningDays } from './opening-days.js';
import type { WallClock } from './wall-clock.js';

/** The openings within a fixed number of UTC days, with the operating time before each of them. */
export interface OpeningChunk {
  readonly startAt: Instant;
  readonly endAt: Instant;
  readonly openings: readonly Opening[];
  /** Operating time between the beginning of the chunk and that of each opening. */
  readonly beforeMs: readonly number[];
  readonly totalMs: number;
}

const CHUNK_MS = 64 * DAY;
/** About twenty years; then the memory starts afresh. */
const CHUNKS_KEPT = 128;
/** The longest span is a day, and it may begin at the end of one. */
const SPAN_DAYS = 2;

export interface OpeningChunks {
  indexOf(at: Instant): number;
  chunk(index: number): OpeningChunk;
  /** Whether this chunk and all after it are like each other: nothing but the week decides. */
  isRegular(index: number): boolean;
}

/** Openings laid out once and kept, so that years of opening time are counted in a few steps. */
export function openingChunks(days: OpeningDays, clock: WallClock): OpeningChunks {
  const kept = new Map<number, OpeningChunk>();
  const lastIrregular = Math.floor(days.lastExceptionAt / CHUNK_MS);
  return {
    indexOf: (at) => Math.floor(at / CHUNK_MS),
    isRegular: (index) => index > lastIrregular,
    chunk(index) {
      const ready = kept.get(index);
      if (ready !== undefined) return ready;
      if (kept.size >= CHUNKS_KEPT) kept.clear();
      const made = layOutChunk(index, days, clock);
      kept.set(index, made);
      return made;
    },
  };
}

function layOutChunk(index: number, days: OpeningDays, clock: WallClock): OpeningChunk {
  const startAt = (index * CHUNK_MS) as Instant;
  const endAt = (startAt + CHUNK_MS) as Instant;
  const found: Opening[] = [];
  const lastDate = clock.dateOf(endAt);
  for (let date = clock.dateOf(startAt) - SPAN_DAYS; date <= lastDate; date += 1) {
    found.push(...days.openingsOf(date));
  }
  const openings = joined(found).flatMap((opening) => clipped(opening, { startAt, endAt }));
  let totalMs = 0;
  const beforeMs = openings.map((opening) => {
    const before = totalMs;
    totalMs += opening.endAt - opening.startAt;
    return before;
  });
  return { startAt, endAt, openings, beforeMs, totalMs };
}

/** The part of an opening within a stretch of time: one or none. */
export function clipped(opening: Opening, { startAt, endAt }: Opening): Opening[] {
  const from = Math.max(opening.startAt, startAt) as Instant;
  const to = Math.min(opening.endAt, endAt) as Instant;
  return from < to ? [{ startAt: from, endAt: to }] : [];
}
