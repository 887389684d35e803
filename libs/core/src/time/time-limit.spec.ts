import { describe, expect, it } from '@jest/globals';

import { TimeLimitExceeded, withinTime } from './time-limit.js';

const never = new AbortController().signal;
const hanging = () => new Promise<never>(() => undefined);

describe('work with a time limit', () => {
  it('ends with its value or with its own error', async () => {
    await expect(withinTime(1_000, never, () => Promise.resolve(7))).resolves.toBe(7);
    const failing = () => Promise.reject(new RangeError('its own'));
    await expect(withinTime(1_000, never, failing)).rejects.toThrow(RangeError);
  });

  it('is not waited for past the limit, even when it ignores the signal', async () => {
    await expect(withinTime(5, never, hanging)).rejects.toThrow(TimeLimitExceeded);
  });

  it('is told by its signal', async () => {
    let told = false;
    const work = async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (told = true));
      return hanging();
    };
    await expect(withinTime(5, never, work)).rejects.toThrow(TimeLimitExceeded);
    expect(told).toBe(true);
  });

  it('ends with everything else, at once when that has ended before', async () => {
    const outer = new AbortController();
    const waiting = withinTime(60_000, outer.signal, hanging);
    outer.abort();
    await expect(waiting).rejects.toThrow(TimeLimitExceeded);
    await expect(withinTime(60_000, outer.signal, hanging)).rejects.toThrow(TimeLimitExceeded);
  });
});
