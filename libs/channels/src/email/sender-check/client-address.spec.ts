import { describe, expect, it } from '@jest/globals';

import { clientAddressOf } from './client-address.js';

const ours = ['MX.fairmill.example', 'store.fairmill.example'];
const inner = 'from mx.fairmill.example (mx [10.0.0.4]) by store.fairmill.example with LMTP';
const outer = 'from a.example (a.example [192.0.2.7]) by mx.fairmill.example (Postfix) with ESMTP';

describe('the address that handed a mail to our servers', () => {
  it.each([
    ['what the server wrote', [outer], '192.0.2.7'],
    ['the first from outside', [inner, outer], '192.0.2.7'],
    ['one of the sixth version', [outer.replace('192.0.2.7', 'IPv6:2001:db8::7')], '2001:db8::7'],
    ['nothing that a stranger wrote on top', ['from a ([192.0.2.7]) by mx.evil.example'], null],
    ['nothing below a stranger', ['from x by relay.example', outer], null],
    ['none of two, one of which is a greeting', [outer.replace('a.example', '[192.0.2.9]')], null],
    ['nothing that is no address', [outer.replace('192.0.2.7', '1.2.3.4.5')], null],
    ['nothing without a trace', [], null],
  ])('is %s', (_what, fields, expected) => {
    const headers = fields.map((value) => ['received', value] as const);
    expect(clientAddressOf(headers, ours)).toBe(expected);
  });

  it('goes through a field of any length once', () => {
    const value = `from ${'[1'.repeat(500_000)} by mx.fairmill.example`;
    expect(clientAddressOf([['received', value]], ours)).toBeNull();
  });
});
