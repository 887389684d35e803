import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { identityKeyOf } from '../identity/binary-key.js';
import type { ServiceRequestId } from '../identity/ids.js';
import { addMilliseconds, type Instant, instantFromIso } from '../time/instant.js';
import { signedLinks, THREAD_LINK_LIFETIME_MS } from './signed-links.js';

const links = signedLinks([Buffer.alloc(32, 1)]);
const at = instantFromIso('2026-11-16T15:00:00Z');
const grants = fc.record({
  requestId: fc.uuid().map((id) => id as ServiceRequestId),
  identityKey: fc.string().map((sender) => identityKeyOf(sender)),
});
const grant = {
  requestId: '01939b4c-0000-7000-8000-000000000001' as ServiceRequestId,
  identityKey: identityKeyOf('+12025550101'),
};

describe('a signed link', () => {
  it('carries its grant for thirty days', () => {
    const carried = fc.property(grants, (given) => {
      const token = links.issue(given, at);
      const expiresAt = addMilliseconds(at, THREAD_LINK_LIFETIME_MS);
      expect(links.read(token, at)).toEqual({ kind: 'valid', grant: { ...given, expiresAt } });
      expect(links.read(token, (expiresAt - 1) as Instant).kind).toBe('valid');
      expect(links.read(token, expiresAt).kind).toBe('expired');
    });
    fc.assert(carried);
  });

  it('is invalid when any bit of it was changed', () => {
    const bytes = Buffer.from(links.issue(grant, at), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(links.read(altered.toString('base64url'), at).kind).toBe('invalid');
    }
  });

  it('is invalid when it was cut, lengthened, padded or made of something else', () => {
    const token = links.issue(grant, at);
    const others = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(links.read(text, at).kind).toBe('invalid');
      expect(links.read(`${token}${text === '' ? '=' : text}`, at).kind).toBe('invalid');
    });
    fc.assert(others);
    for (let length = 0; length < token.length; length += 1) {
      expect(links.read(token.slice(0, length), at).kind).toBe('invalid');
    }
  });

  it('stays valid after a new key took the place of theirs, for as long as the old one is kept', () => {
    const [oldKey, newKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 9)];
    const token = signedLinks([oldKey]).issue(grant, at);
    expect(signedLinks([newKey, oldKey]).read(token, at).kind).toBe('valid');
    expect(signedLinks([newKey]).read(token, at).kind).toBe('invalid');
    const fresh = signedLinks([newKey, oldKey]).issue(grant, at);
    expect(signedLinks([newKey]).read(fresh, at).kind).toBe('valid');
  });

  it('is invalid under another key', () => {
    const foreign = signedLinks([Buffer.alloc(32, 2)]);
    expect(foreign.read(links.issue(grant, at), at).kind).toBe('invalid');
  });

  it('never opens another request, nor for another participant', () => {
    const apart = fc.property(grants, grants, (one, other) => {
      const reading = links.read(links.issue(one, at), at);
      if (reading.kind !== 'valid') throw new Error('the token should hold');
      expect(reading.grant.requestId === other.requestId).toBe(one.requestId === other.requestId);
      expect(reading.grant.identityKey.equals(other.identityKey)).toBe(
        one.identityKey.equals(other.identityKey),
      );
    });
    fc.assert(apart);
  });

  it('cannot be spliced: the words of one token under the signature of another do not hold', () => {
    const spliced = fc.property(
      grants,
      grants,
      fc.integer({ min: 1, max: 54 }),
      (one, other, cut) => {
        const [first, second] = [one, other].map((given) =>
          Buffer.from(links.issue(given, at), 'base64url'),
        );
        if (first === undefined || second === undefined) return;
        const mixed = Buffer.concat([first.subarray(0, cut), second.subarray(cut)]);
        fc.pre(!mixed.equals(first) && !mixed.equals(second));
        expect(links.read(mixed.toString('base64url'), at).kind).toBe('invalid');
      },
    );
    fc.assert(spliced);
  });
});
