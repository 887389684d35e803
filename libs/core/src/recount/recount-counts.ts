import type { Recounted } from './recount-clock.js';

/** How many open clocks a change touches. */
export interface RecountCounts {
  readonly clocks: number;
  readonly moved: number;
  /** Late by the change. */
  readonly breached: number;
  /** Late until the change, and not any more. */
  readonly annulled: number;
  /** Citizens who know a time that does not hold any more. */
  readonly toldOtherwise: number;
}

export const noCounts: RecountCounts = {
  clocks: 0,
  moved: 0,
  breached: 0,
  annulled: 0,
  toldOtherwise: 0,
};

export function countsOf(recounted: readonly Recounted[]): RecountCounts {
  const count = (holds: (one: Recounted) => boolean) => recounted.filter(holds).length;
  return {
    clocks: recounted.length,
    moved: count(({ moved }) => moved),
    breached: count(({ breach }) => breach === 'becomes'),
    annulled: count(({ breach }) => breach === 'ends'),
    toldOtherwise: count(({ toldOtherwise }) => toldOtherwise),
  };
}

export function addCounts(one: RecountCounts, other: RecountCounts): RecountCounts {
  return {
    clocks: one.clocks + other.clocks,
    moved: one.moved + other.moved,
    breached: one.breached + other.breached,
    annulled: one.annulled + other.annulled,
    toldOtherwise: one.toldOtherwise + other.toldOtherwise,
  };
}
