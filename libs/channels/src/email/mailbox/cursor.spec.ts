import { describe, expect, it } from '@jest/globals';

import { addMilliseconds, instantFromIso } from '#core/time/instant';

import { readCursor, wasThereBefore, writeCursor } from './cursor.js';
import { isRebuilt } from './locate.js';
import { planBatch } from './plan-batch.js';
import { uidRanges } from './uid-ranges.js';

const since = instantFromIso('2026-11-23T10:00:00Z');
const position = { uidValidity: '4294967295', lastUid: 7, firstUid: 3, since, rescanTo: 0 };
const room = { mails: 2, bytes: 1_000 };

describe('the cursor of an account', () => {
  it('is read as it was written, whatever the mailboxes are called', () => {
    const cursor = new Map([
      ['INBOX', position],
      ['Straßen "&" Wege', { ...position, lastUid: 0 }],
    ]);
    expect(readCursor(writeCursor(cursor))).toEqual(cursor);
    expect(readCursor(null).size).toBe(0);
  });

  it.each(['', '{}x', '[]', '{"INBOX":{"uidValidity":1}}', '{"INBOX":{"lastUid":-1}}'])(
    'is an error when it cannot be read: %j',
    (text) => expect(() => readCursor(text)).toThrow(),
  );
});

describe('a mailbox is rebuilt', () => {
  const mailbox = { path: 'INBOX', uidValidity: position.uidValidity, uidNext: 8, exists: 1 };
  it.each([
    ['not when nothing came', {}, false],
    ['not when much came', { uidNext: 900 }, false],
    ['not when the server does not say', { uidNext: null }, false],
    ['when its UIDVALIDITY is another', { uidValidity: '1' }, true],
    ['when it gives out a UID again', { uidNext: 7 }, true],
  ])('%s', (_what, change, rebuilt) => {
    expect(isRebuilt({ ...mailbox, ...change }, position)).toBe(rebuilt);
  });

  it('and then the age of a mail counts, as far as it is read again', () => {
    const rescanned = { ...position, rescanTo: 10 };
    const old = addMilliseconds(since, -1);
    expect(wasThereBefore({ uid: 10, internalDate: old }, rescanned)).toBe(true);
    expect(wasThereBefore({ uid: 10, internalDate: since }, rescanned)).toBe(false);
    expect(wasThereBefore({ uid: 11, internalDate: old }, rescanned)).toBe(false);
    expect(wasThereBefore({ uid: 10, internalDate: null }, rescanned)).toBe(false);
    expect(wasThereBefore({ uid: 10, internalDate: old }, position)).toBe(false);
  });
});

describe('a batch', () => {
  const listed = (...sizes: readonly number[]) =>
    sizes.map((size, index) => ({ uid: 8 + index, size, internalDate: since }));
  const plan = (...sizes: readonly number[]) =>
    planBatch(listed(...sizes), position, room, () => 'fetch').map(({ uid, treatment }) => [
      uid,
      treatment,
    ]);

  it('is bounded by count and by bytes, and holds at least one mail', () => {
    expect(plan(1, 1, 1)).toEqual([
      [8, 'fetch'],
      [9, 'fetch'],
    ]);
    expect(plan(900, 200)).toEqual([[8, 'fetch']]);
    expect(plan(5_000, 1)).toEqual([[8, 'fetch']]);
    expect(plan()).toEqual([]);
  });

  it('skips without limit what was there before', () => {
    const before = { ...position, rescanTo: 99, since: addMilliseconds(since, 1) };
    expect(planBatch(listed(1, 1, 1, 1), before, room, () => 'fetch')).toHaveLength(4);
  });

  it('tells of what is too large or cannot be had, instead of fetching it', () => {
    expect(plan(101 * 1024 * 1024)).toEqual([[8, 'tell-too-large']]);
    const [header] = planBatch(listed(1), position, room, () => 'header');
    const [nothing] = planBatch(listed(1), position, room, () => 'none');
    expect([header?.treatment, nothing?.treatment]).toEqual(['tell-unreadable', 'tell-nameless']);
  });
});

describe('a range of UIDs', () => {
  it.each([
    [[], ''],
    [[5], '5'],
    [[1, 2, 3, 7, 9, 10], '1:3,7,9:10'],
  ])('%j is written as %j', (uids, range) => expect(uidRanges(uids)).toBe(range));
});
