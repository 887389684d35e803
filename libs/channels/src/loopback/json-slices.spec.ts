import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { sliceArray } from './json-slices.js';

describe('sliceArray', () => {
  it('gives each element exactly as it arrived, without the blanks around it', () => {
    const array = '[ {"a" : 1.0} ,\n"x,]\\"[", [1,[2]],{"é":"\\u00e9"},null ]';
    expect(slices(array)).toEqual([
      '{"a" : 1.0}',
      '"x,]\\"["',
      '[1,[2]]',
      '{"é":"\\u00e9"}',
      'null',
    ]);
  });

  it('gives nothing for an empty array', () => {
    expect(slices('[]')).toEqual([]);
    expect(slices(' [ \n ] ')).toEqual([]);
  });

  it('agrees with JSON.parse on every array', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(3), (values, indent) => {
        const text = JSON.stringify(values, null, indent);
        const expected = JSON.parse(text) as unknown[];
        expect(slices(text).map((slice) => JSON.parse(slice) as unknown)).toEqual(expected);
      }),
    );
  });
});

function slices(array: string): string[] {
  return sliceArray(Buffer.from(array)).map((slice) => slice.toString('utf8'));
}
