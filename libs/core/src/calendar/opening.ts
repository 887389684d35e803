import type { Instant } from '../time/instant.js';

/** A stretch of time, half-open: `endAt` is no part of it. */
export interface Opening {
  readonly startAt: Instant;
  readonly endAt: Instant;
}

/** In order; what overlaps or touches becomes one. */
export function joined(openings: readonly Opening[]): Opening[] {
  const together: Opening[] = [];
  for (const opening of openings.toSorted((one, other) => one.startAt - other.startAt)) {
    const last = together.at(-1);
    if (last === undefined || opening.startAt > last.endAt) together.push(opening);
    else if (opening.endAt > last.endAt) {
      together[together.length - 1] = { startAt: last.startAt, endAt: opening.endAt };
    }
  }
  return together;
}

/** What is left of openings when closures are cut out; both in order, without overlaps. */
export function without(openings: readonly Opening[], closures: readonly Opening[]): Opening[] {
  return closures.reduce<Opening[]>(
    (left, closure) => left.flatMap((opening) => cut(opening, closure)),
    [...openings],
  );
}

function cut(opening: Opening, closure: Opening): Opening[] {
  if (closure.endAt <= opening.startAt || closure.startAt >= opening.endAt) return [opening];
  const before = { startAt: opening.startAt, endAt: closure.startAt };
  const after = { startAt: closure.endAt, endAt: opening.endAt };
  return [before, after].filter(({ startAt, endAt }) => startAt < endAt);
}

export function overlapping(openings: readonly Opening[], { startAt, endAt }: Opening): Opening[] {
  return openings.filter((opening) => opening.startAt < endAt && opening.endAt > startAt);
}
