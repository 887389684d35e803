import { describe, expect, it } from '@jest/globals';

import { connectionOverrides } from './connection-overrides.js';

describe('How often a webhook is tried', () => {
  it('is once more, and only when no connection came about, where nothing is asked for', () => {
    expect(connectionOverrides('')).toEqual({
      ...{ retries: 1, retriesOn: ['ct'], readLimitMs: 15_000 },
    });
  });

  it.each([
    ['rc=3&rp=all', 3, ['ct', 'rt', '4xx', '5xx'], 15_000],
    ['rc=9&rp=5xx,rt&rt=20', 5, ['rt', '5xx'], 100],
    ['rc=0&rt=99999', 0, ['ct'], 15_000],
    ['rc=x&rp=nothing', 5, [], 15_000],
  ])('is what the fragment %s says, within bounds', (fragment, retries, retriesOn, readLimitMs) => {
    expect(connectionOverrides(fragment)).toEqual({ retries, retriesOn, readLimitMs });
  });
});
