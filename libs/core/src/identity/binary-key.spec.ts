import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addressKeyOf, dedupeKeyOf, identityKeyOf, LANE_COUNT, laneOf } from './binary-key.js';

const partLists = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 4 });

describe('a dedupe key', () => {
  it('differs whenever the parts differ, also where their texts run together', () => {
    const distinct = fc.property(partLists, partLists, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect(dedupeKeyOf(...one).equals(dedupeKeyOf(...other))).toBe(same);
    });
    fc.assert(distinct, { numRuns: 500 });
    expect(dedupeKeyOf('ab', 'c')).not.toEqual(dedupeKeyOf('a', 'bc'));
    expect(dedupeKeyOf('a', '')).not.toEqual(dedupeKeyOf('a'));
  });

  it.each([
    ['case', 'AbC', 'abc'],
    ['a trailing space', 't', 't '],
    ['an accent', 'josé', 'jose'],
    ['normal form', 'é', 'e\u0301'],
  ])('tells ids apart that differ by %s', (_what, one, other) => {
    expect(dedupeKeyOf(one)).not.toEqual(dedupeKeyOf(other));
  });

  it('is the same for text and its UTF-8 bytes, and 32 bytes long', () => {
    expect(dedupeKeyOf('ñ')).toEqual(dedupeKeyOf(Buffer.from('ñ', 'utf8')));
    expect(dedupeKeyOf()).toHaveLength(32);
  });
});

describe('identity and address keys', () => {
  it('are 16 bytes long', () => {
    expect(identityKeyOf('account', '+12025550101')).toHaveLength(16);
    expect(addressKeyOf('phone', '+12025550101')).toHaveLength(16);
  });

  it('give every identity one lane for good, and use all lanes', () => {
    const lanes = Array.from({ length: 2_000 }, (_, index) => laneOf(identityKeyOf(String(index))));
    expect(new Set(lanes).size).toBe(LANE_COUNT);
    expect(Math.min(...lanes)).toBe(0);
    expect(Math.max(...lanes)).toBe(LANE_COUNT - 1);
    expect(laneOf(identityKeyOf('7'))).toBe(lanes[7]);
  });
});
