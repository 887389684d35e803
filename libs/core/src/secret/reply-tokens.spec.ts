import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { formatRequestNumber } from '../request/request-number.js';
import { replyTokens } from './reply-tokens.js';

const tokens = replyTokens([Buffer.alloc(32, 1)]);
const ana = { kind: 'email', address: 'ana@example.org' };
const number = 'FM26-004817-3';
const numbers = fc
  .record({
    letters: fc.constantFrom('FM', 'CY'),
    year: fc.constantFrom('26', '30'),
    sequence: fc.integer({ min: 1, max: 99_999_999 }),
  })
  .map(formatRequestNumber);

describe('a reply token', () => {
  it('gives back its number to the one it was sent to, however relays wrote it', () => {
    const carried = fc.property(numbers, fc.emailAddress(), (given, address) => {
      const token = tokens.issue(given, { kind: 'email', address });
      expect(tokens.read(token, { kind: 'email', address })).toBe(given);
      expect(tokens.read(token.toUpperCase(), { kind: 'email', address })).toBe(given);
      expect(tokens.read(token, { kind: 'email', address: `x${address}` })).toBeNull();
      expect(tokens.read(token, { kind: 'phone', address })).toBeNull();
    });
    fc.assert(carried);
  });

  it('fits into the local part of an address beside the name of the mailbox', () => {
    const longest = formatRequestNumber({ letters: 'FM', year: '26', sequence: 999_999_999_999 });
    expect(`fairmill311+${tokens.issue(longest, ana)}`.length).toBeLessThanOrEqual(64);
  });

  it('is nothing when one character of it was changed', () => {
    const token = tokens.issue(number, ana);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'a' ? 'b' : token[at] === '2' ? '3' : '2';
      const altered = token.slice(0, at) + other + token.slice(at + 1);
      expect(tokens.read(altered, ana)).toBeNull();
    }
  });

  it('is nothing when it is no token at all', () => {
    fc.assert(fc.property(fc.string(), (text) => tokens.read(text, ana) === null));
  });

  it('stays good after a new key took the place of its own, for as long as that is kept', () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 9)];
    const token = replyTokens([old]).issue(number, ana);
    expect(replyTokens([fresh, old]).read(token, ana)).toBe(number);
    expect(replyTokens([fresh]).read(token, ana)).toBeNull();
  });
});
