import { describe, expect, it } from '@jest/globals';

import { safeFileName } from './file-name.js';

describe('a name that somebody else gave to a file', () => {
  it.each([
    ['photo of the lamp.jpg', 'photo of the lamp.jpg'],
    ['Straßenlaterne ñ.pdf', 'Straßenlaterne ñ.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['.bashrc', 'bashrc'],
    ['a\r\nSet-Cookie: b=c.txt', 'aSet-Cookie_ b=c.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['"; filename="evil.html', '__ filename=_evil.html'],
    ['a\u0000b\u200B.txt', 'ab.txt'],
    ['  spaced  out . ', 'spaced out'],
  ])('loses what could do harm: %j', (name, safe) => {
    expect(safeFileName(name, 'otherwise')).toBe(safe);
  });

  it.each([null, '', '..', '/', '...///', '\u202E', ' . '])('is another one for %j', (name) => {
    expect(safeFileName(name, 'otherwise')).toBe('otherwise');
  });

  it('keeps its extension when it is cut', () => {
    const long = safeFileName(`${'n'.repeat(10_000)}.pdf`, 'otherwise');
    expect(long).toMatch(/^n+\.pdf$/);
    expect(long).toHaveLength(120);
  });
});
