import { expect } from '@jest/globals';

/** How much more of the same is given the second time. */
const TIMES_AS_MUCH = 8;
/** Midway between eight times and eight times eight: noise is no fault, going over everything anew for each part is. */
const MOST_TIMES_THE_WORK = 24;
/** Below this a difference says more about the machine than about the code, in microseconds. */
const LEAST_WORK = 2_000;
const TRIES = 4;

/**
 * Fails when the work on eight times as much input costs far more than eight times as much, on a
 * machine of any speed: it compares processor time with processor time, and no time with a limit.
 *
 * @param make input of a size; `size` is the larger of the two.
 */
export function expectWorkInProportion<Input>(
  size: number,
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): void {
  const less = make(Math.ceil(size / TIMES_AS_MUCH));
  const more = make(size);
  const least = { less: Number.POSITIVE_INFINITY, more: Number.POSITIVE_INFINITY };
  work(less);
  for (let tries = 0; tries < TRIES && isTooMuch(least); tries += 1) {
    least.less = Math.min(
      least.less,
      processorTimeOf(() => work(less)),
    );
    least.more = Math.min(
      least.more,
      processorTimeOf(() => work(more)),
    );
  }
  expect({ ...least, inProportion: !isTooMuch(least) }).toMatchObject({ inProportion: true });
}

function isTooMuch({ less, more }: { readonly less: number; readonly more: number }): boolean {
  return !(more <= MOST_TIMES_THE_WORK * Math.max(less, LEAST_WORK));
}

/** In microseconds. */
function processorTimeOf(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  return process.cpuUsage(begun).user;
}
