import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import { streamKeyOf } from './stream-key.js';

const ids = fc.uuid({ version: 7 }).map((id) => id as ServiceRequestId);
const instants = fc.integer({ min: 0, max: 253_402_300_799_999 }).map((at) => at as Instant);
const deadlines = fc.option(instants, { nil: null });

describe('the order of the stream', () => {
  it('is the next deadline first, then the id, and requests without a deadline last', () => {
    const ordered = fc.property(ids, deadlines, ids, deadlines, (id, at, otherId, otherAt) => {
      const keys = [streamKeyOf(id, at), streamKeyOf(otherId, otherAt)] as const;
      const [one, other] = [at ?? Infinity, otherAt ?? Infinity];
      const expected = one === other ? compare(id, otherId) : one - other;
      expect(Math.sign(compare(keys[0], keys[1]))).toBe(Math.sign(expected));
    });
    fc.assert(ordered, { numRuns: 500 });
  });

  it('fits the column: 49 characters whatever the deadline', () => {
    fc.assert(fc.property(ids, deadlines, (id, at) => streamKeyOf(id, at).length === 49));
  });
});

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
