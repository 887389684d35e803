import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import { bodiesOf } from './bodies.js';

const number = 'FM26-004817-3';

describe('the bodies of a mail', () => {
  it('say the same in text and in HTML, with the number at the end', () => {
    const words = 'Good morning,\n\na crew comes on Tuesday.\nKeep "well" & <safe>.';
    expect(bodiesOf(words, number)).toEqual({
      text: `${words}\n\n[FM26-004817-3]\n`,
      html:
        '<!DOCTYPE html>\n<html><body>\n<p>Good morning,</p>\n' +
        '<p>a crew comes on Tuesday.<br>\nKeep &quot;well&quot; &amp; &lt;safe&gt;.</p>\n' +
        '<p>[FM26-004817-3]</p>\n</body></html>\n',
    });
  });

  it.each([
    ['See https://fairmill.example/r/1?a=1&b=2.', 'https://fairmill.example/r/1?a=1&amp;b=2', '.'],
    ['(https://fairmill.example/x)', 'https://fairmill.example/x', ')'],
    ['HTTP://FAIRMILL.EXAMPLE', 'HTTP://FAIRMILL.EXAMPLE', ''],
  ])('make the link in %p one to click on', (words, address, after) => {
    expect(bodiesOf(words, number).html).toContain(`<a href="${address}">${address}</a>${after}`);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'https://', 'ftp://example.org/x'])(
    'make no link of %p',
    (words) => {
      expect(bodiesOf(words, number).html).not.toContain('href="javascript');
      expect(bodiesOf(words, number).html).not.toContain('href="data');
      expect(bodiesOf(words, number).html).not.toContain('href="ftp');
    },
  );

  it('hold no tag and no attribute of the words, whatever they are', () => {
    const pieces = fc.constantFrom('<b>', '"', "'", '&', 'https://x', ' onclick=', '\n', '>', 'a');
    const hostile = fc.array(pieces).map((parts) => parts.join(''));
    const clean = fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (words) => {
      const body = bodiesOf(words, number).html.split('<body>')[1]?.split('</body>')[0] ?? '';
      const without = body.replaceAll(/<\/?p>|<br>|<a href="https?:\/\/[^"<>\s]+">|<\/a>/gi, '');
      expect(without).not.toMatch(/[<>"]/);
    });
    fc.assert(clean);
  });

  it('keep every letter that was written, and no control but tabs and line ends', () => {
    const kept = fc.property(fc.string({ unit: 'grapheme' }), (words) => {
      const visible = words.replaceAll(/[\p{Cc}\s]/gu, '');
      expect(bodiesOf(words, number).text.replaceAll(/[\p{Cc}\s]/gu, '')).toBe(
        `${visible}[${number}]`,
      );
    });
    fc.assert(kept);
    expect(bodiesOf('a\u0000b\u0007c\td\r\ne', number).text).toBe(`abc\td\ne\n\n[${number}]\n`);
  });

  it.each([
    ['one long address', 1_000_000, (size: number) => `https://${'.'.repeat(size)}`],
    ['nothing but paragraphs', 1_000_000, (size: number) => '\n'.repeat(size)],
    ['nothing but addresses', 100_000, (size: number) => 'https://a '.repeat(size)],
  ])('are made of %s in one pass', (_what, size, text) => {
    expectWorkInProportion(size, text, (words) => bodiesOf(words, number));
  });
});
