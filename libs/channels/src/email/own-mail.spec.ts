import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { OutboxEntryId } from '#core/identity/ids';
import { formatRequestNumber } from '#core/request/request-number';
import { replyTokens } from '#core/secret/reply-tokens';

import { ownMessageId, readOwnMessageId, readReplyAddress, replyAddress } from './own-mail.js';

const town = '311@fairmill.example';
const issuer = replyTokens([Buffer.alloc(32, 1)]);
const tokens = fc
  .record({
    letters: fc.constantFrom('FM', 'CY'),
    year: fc.constantFrom('26', '31'),
    sequence: fc.integer({ min: 1, max: 99_999_999 }),
  })
  .map((parts) =>
    issuer.issue(formatRequestNumber(parts), { kind: 'email', address: 'ana@example.org' }),
  );
const entryIds = fc.uuid().map((id) => id as OutboxEntryId);
const token = issuer.issue('FM26-004817-3', { kind: 'email', address: 'ana@example.org' });
const entryId = '01938c00-0000-7000-9000-000000000001' as OutboxEntryId;

describe('our own Message-ID', () => {
  it('gives back its token and its outbox entry, however relays wrote it', () => {
    const carried = fc.property(tokens, entryIds, (given, id) => {
      const messageId = ownMessageId(given, id, town);
      const read = { token: given, entryId: id };
      expect(readOwnMessageId(messageId, town)).toEqual(read);
      expect(readOwnMessageId(` ${messageId.toUpperCase()}\r\n`, town)).toEqual(read);
    });
    fc.assert(carried);
  });

  it('is the same for every attempt of one entry, and another one for every other entry', () => {
    const apart = fc.property(entryIds, entryIds, (one, other) => {
      expect(ownMessageId(token, one, town)).toBe(ownMessageId(token, one, town));
      expect(ownMessageId(token, one, town) === ownMessageId(token, other, town)).toBe(
        one === other,
      );
    });
    fc.assert(apart);
  });

  it('fits a line of a header field and the bound of a provider id', () => {
    const longest = issuer.issue(
      formatRequestNumber({ letters: 'FM', year: '26', sequence: 999_999_999_999 }),
      { kind: 'email', address: 'ana@example.org' },
    );
    expect(ownMessageId(longest, entryId, town).length).toBeLessThanOrEqual(120);
  });

  it.each([
    ['of another town', ownMessageId(token, entryId, '311@elsewhere.example')],
    ['of a town whose name ends like ours', ownMessageId(token, entryId, '311@xfairmill.example')],
    ['of a person', '<CAF=x9=a@mail.example.org>'],
    ['without its entry', `<${token}@fairmill.example>`],
    ['with something before it', `<x${ownMessageId(token, entryId, town).slice(1)}`],
    ['with a word before it', `x${ownMessageId(token, entryId, town)}`],
    ['without its brackets', ownMessageId(token, entryId, town).slice(1, -1)],
    ['with a second id behind it', `${ownMessageId(token, entryId, town)} <a@b>`],
  ])('is not recognised in one %s', (_name, messageId) => {
    expect(readOwnMessageId(messageId, town)).toBeNull();
  });

  it('is recognised in no other text', () => {
    fc.assert(fc.property(fc.string(), (text) => readOwnMessageId(text, town) === null));
  });
});

describe('our reply address', () => {
  it('gives back its token, in any case', () => {
    const carried = fc.property(tokens, (given) => {
      const address = replyAddress(town, given);
      expect(readReplyAddress(address, town)).toBe(given);
      expect(readReplyAddress(address.toUpperCase(), town)).toBe(given);
    });
    fc.assert(carried);
  });

  it('lies before the last @, so that the mailbox of the town receives it', () => {
    expect(replyAddress(town, token)).toBe(`311+${token}@fairmill.example`);
  });

  it.each([
    ['the address of the town itself', town],
    ['an address with another tag', '311+news@fairmill.example'],
    ['the token at another town', `311+${token}@fairmall.example`],
    ['the token at another mailbox', `mayor+${token}@fairmill.example`],
    ['a token with something behind it', `311+${token}x@fairmill.example`],
    ['two tokens', `311+${token}+${token}@fairmill.example`],
  ])('is not %s', (_name, address) => {
    expect(readReplyAddress(address, town)).toBeNull();
  });

  it('is no other text', () => {
    const others = fc.oneof(fc.string(), fc.emailAddress());
    fc.assert(fc.property(others, (text) => readReplyAddress(text, town) === null));
  });
});
