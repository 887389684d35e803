/** Repeatable chance: the same seed gives the same run of a test. */
export interface Chance {
  readonly seed: number;
  /** 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  between(least: number, most: number): number;
  pick<Value>(values: readonly Value[]): Value;
}

/** The seed of `TOWNLINE_TEST_SEED`, to run a failed test again; else a new one. Print it. */
export function chanceOfThisRun(): Chance {
  const given = process.env['TOWNLINE_TEST_SEED'];
  return chanceFrom(given === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(given));
}

/** Mulberry32: 32 bits of state are plenty for choosing what to kill and when. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.trunc(next() * count);
  return {
    seed,
    next,
    below,
    between: (least, most) => least + next() * (most - least),
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('There is nothing to pick from.');
      return value;
    },
  };
}
