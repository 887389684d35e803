import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { sliceArray, sliceObject } from './json-slices.js';

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

describe('sliceObject', () => {
  it('gives each field exactly as it arrived, without the blanks around it', () => {
    const object = '{ "a" : 1.0 ,"b:,}\\"" :\n{"c":[1, 2]}, "\\u00e9":"\\u00e9" }';
    expect(fields(object)).toEqual([
      ['a', '1.0'],
      ['b:,}"', '{"c":[1, 2]}'],
      ['é', '"\\u00e9"'],
    ]);
  });

  it('gives the last of a field that is given twice, and nothing for an empty object', () => {
    expect(fields('{"a":1,"a":2}')).toEqual([['a', '2']]);
    expect(fields('{ }')).toEqual([]);
  });

  it('agrees with JSON.parse on every object', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(objects, fc.nat(3), (values, indent) => {
        const text = JSON.stringify(values, null, indent);
        const sliced = fields(text).map(([name, slice]) => [name, JSON.parse(slice) as unknown]);
        expect(sliced).toEqual(Object.entries(JSON.parse(text) as object));
      }),
    );
  });
});

function fields(object: string): [string, string][] {
  return [...sliceObject(Buffer.from(object))].map(([name, slice]) => [
    name,
    slice.toString('utf8'),
  ]);
}

function slices(array: string): string[] {
  return sliceArray(Buffer.from(array)).map((slice) => slice.toString('utf8'));
}
