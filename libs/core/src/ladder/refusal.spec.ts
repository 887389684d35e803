import { describe, expect, it } from '@jest/globals';

import type { DeliveryReceipt } from '../channel/normalised.js';
import { isLaddered, refusalBy } from './refusal.js';

const failed: DeliveryReceipt = {
  kind: 'receipt',
  providerId: 'sent-1',
  status: 'failed',
  occurredAt: null,
};

describe('what a provider says later of an answer', () => {
  it.each([
    [{ optedOut: true }, 'opted-out', true],
    [{ windowClosed: true }, 'window-closed', true],
    [{ addressGone: true }, 'recipient-gone', true],
    [{ tryAgain: 'out-of-reach' }, 'out-of-reach', true],
    [{ tryAgain: 'unexplained' }, 'unexplained', false],
    [{ tryAgain: 'out-of-reach', addressGone: true }, 'recipient-gone', true],
    [{}, 'not-delivered', false],
  ] as const)('with %j is %s', (more, refusal, laddered) => {
    expect(refusalBy({ ...failed, ...more })).toBe(refusal);
    expect(isLaddered(refusal)).toBe(laddered);
  });

  it.each(['delivered', 'read'] as const)('is no refusal when it was %s', (status) => {
    expect(refusalBy({ ...failed, status, windowClosed: true })).toBeNull();
  });
});
