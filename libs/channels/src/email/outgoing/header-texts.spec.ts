import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import { answerSubject, displayName, trimmedReferences } from './header-texts.js';

const number = 'FM26-004817-3';
const anything = fc.string({ unit: 'binary', maxLength: 400 });

describe('the subject of an answer', () => {
  it.each([
    ['Street light out', 'Re: Street light out [FM26-004817-3]'],
    ['Re: Street light out', 'Re: Street light out [FM26-004817-3]'],
    ['RE : re: Re[2]: Street light out', 'Re: Street light out [FM26-004817-3]'],
    ['AW: SV: Antw: Street light out', 'Re: Street light out [FM26-004817-3]'],
    ['Fwd: Street light out', 'Re: Fwd: Street light out [FM26-004817-3]'],
    ['Re: Street light out [FM26-004817-3]', 'Re: Street light out [FM26-004817-3]'],
    ['Street light [FM26-000001-9] out [fm26-004817-3]', 'Re: Street light out [FM26-004817-3]'],
    ['Recycling: when?', 'Re: Recycling: when? [FM26-004817-3]'],
    ['Pothole [urgent]', 'Re: Pothole [urgent] [FM26-004817-3]'],
    ['  ', 'Re: [FM26-004817-3]'],
    ['Hole\r\nBcc: victim@example.org', 'Re: Hole Bcc: victim@example.org [FM26-004817-3]'],
    ['\u202eeloH \u0000 x', 'Re: eloH x [FM26-004817-3]'],
  ])('of %p is %p', (subject, expected) => {
    expect(answerSubject(subject, number)).toBe(expected);
  });

  it('answers itself with the same subject, so that a thread keeps one', () => {
    const stays = fc.property(anything, (subject) => {
      const once = answerSubject(subject, number);
      expect(answerSubject(once, number)).toBe(once);
    });
    fc.assert(stays);
  });

  it('is one line with one number at its end, whatever the citizen wrote', () => {
    const always = fc.property(anything, (subject) => {
      const answer = answerSubject(subject, number);
      expect(answer).toMatch(/^Re: (?:\P{Cc}* )?\[FM26-004817-3\]$/u);
      expect(answer.split(`[${number}]`)).toHaveLength(2);
      expect(answer.length).toBeLessThan(450);
    });
    fc.assert(always);
  });

  it.each([
    ['prefixes', (count: number) => 'Re:'.repeat(count)],
    ['spaces in a prefix', (count: number) => `Re${' '.repeat(count)}x`],
    ['beginnings of numbers', (count: number) => '[FM26-'.repeat(count)],
  ])('takes a subject of nothing but %s in one pass', (_what, subjectOf) => {
    expectWorkInProportion(100_000, subjectOf, (subject) => answerSubject(subject, number));
  });
});

describe('a name before an address', () => {
  it.each([
    ['Ana Ruiz', 'Ana Ruiz'],
    ['Ana\r\nBcc: victim@example.org', 'Ana Bcc: victim@example.org'],
    ['\u202egro.elpmaxe@ana', 'gro.elpmaxe@ana'],
    ['\u0000 \t', null],
    [null, null],
  ])('of %p is %p', (name, expected) => {
    expect(displayName(name)).toBe(expected);
  });
});

describe('the references of an answer', () => {
  const ids = fc.uuid().map((id) => `<${id}@example.org>`);

  it('are the first and the newest of the thread, in order, under 1,000 bytes', () => {
    const trimmed = fc.property(fc.uniqueArray(ids, { maxLength: 60, size: 'max' }), (thread) => {
      const kept = trimmedReferences(thread);
      expect(Buffer.byteLength(kept.join(' '))).toBeLessThan(1_000);
      const newest = kept.length === 0 ? [] : thread.slice(thread.length - kept.length + 1);
      expect(kept).toEqual(thread.slice(0, 1).concat(newest));
      if (thread.length > 18) expect(kept.length).toBeGreaterThan(15);
    });
    fc.assert(trimmed);
  });

  it('hold each id once, and none that could end the field or its line', () => {
    const hostile = [
      '<a@b>',
      '<a@b>',
      'a@b',
      '<a b@c>',
      '<a@b>\r\nBcc: x',
      `<${'x'.repeat(600)}@y>`,
    ];
    expect(trimmedReferences([...hostile, '<ñ@b>', '<c@d>'])).toEqual(['<a@b>', '<c@d>']);
  });
});
