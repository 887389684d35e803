import { describe, expect, it } from '@jest/globals';

import { parseJson } from './parse-json.js';

const notJson = { kind: 'not-json' };

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    const value = { text: 'brackets in words: [[[ {{{ \\" ]', list: [1, null, true, { a: [] }] };
    expect(parseJson(Buffer.from(JSON.stringify(value)))).toEqual({ kind: 'json', value });
  });

  it('refuses what is no JSON', () => {
    for (const text of ['', '{', '{"a":1,}', 'undefined', '"open']) {
      expect(parseJson(Buffer.from(text))).toEqual(notJson);
    }
  });

  it('refuses bytes that are no UTF-8 instead of replacing them', () => {
    expect(parseJson(Buffer.from([0x22, 0xff, 0x22]))).toEqual(notJson);
  });

  it('reads a hundred levels and refuses one more', () => {
    expect(parseJson(Buffer.from('['.repeat(100) + ']'.repeat(100))).kind).toBe('json');
    expect(parseJson(Buffer.from('['.repeat(101) + ']'.repeat(101)))).toEqual(notJson);
  });

  it('counts depth, not brackets', () => {
    expect(parseJson(Buffer.from(`[${'[],'.repeat(500)}"${'['.repeat(500)}"]`)).kind).toBe('json');
  });

  it('does not let a field change the prototype of anything', () => {
    parseJson(Buffer.from('{"__proto__":{"polluted":true}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
