import { describe, expect, it } from '@jest/globals';

import { authenticationOf } from './authentication.js';

const servers = ['MX.fairmill.example'];

describe('what our mail servers say about a sender', () => {
  it.each([
    ['dmarc=pass header.from=example.org', 'pass'],
    ['dmarc=fail (p=none) header.from=example.org', 'fail'],
    ['DMARC=Pass', 'pass'],
    ['dkim=fail; spf=pass smtp.mailfrom=ana@example.org', 'pass'],
    ['dkim=pass header.d=example.org; spf=fail', 'pass'],
    ['dkim=pass header.d=example.org; dmarc=fail', 'fail'],
    ['dkim=pass header.d=mailer.example; spf=pass smtp.mailfrom=mailer.example', 'none'],
    ['dkim=pass header.d=org', 'none'],
    ['spf=fail smtp.mailfrom=example.org', 'none'],
    ['none', 'none'],
    ['', 'none'],
  ])('understands %j as %s', (results, expected) => {
    expect(judged([`mx.fairmill.example; ${results}`])).toBe(expected);
  });

  it('believes nobody whom the account does not name', () => {
    expect(judged(['elsewhere.example; dmarc=pass'])).toBe('none');
    expect(judged(['mx.fairmill.example.evil.example; dmarc=pass'])).toBe('none');
    expect(authenticationOf(mail(['mx.fairmill.example; dmarc=pass']), [])).toBe('none');
  });

  it('believes no words that a stranger may put into comments and quotes', () => {
    expect(judged(['mx.fairmill.example; spf=none (dmarc=pass; dmarc=pass)'])).toBe('none');
    expect(judged(['mx.fairmill.example; spf=none smtp.helo="x; dmarc=pass"'])).toBe('none');
    expect(judged(['(mx.fairmill.example) evil.example; dmarc=pass'])).toBe('none');
  });

  it('reads the fields of the newest hop only: older ones may have come with the mail', () => {
    const headers = [
      ['authentication-results', 'mx.fairmill.example; dkim=none'],
      ['authentication-results', 'mx.fairmill.example; spf=none'],
      ['received', 'by mx.fairmill.example'],
      ['authentication-results', 'mx.fairmill.example; dmarc=pass'],
    ] as const;
    const from = [{ name: '', address: 'ana@example.org' }];
    expect(authenticationOf({ headers, from }, servers)).toBe('none');
  });

  it('fails a mail whose checked sender is another than the one that is read', () => {
    expect(judged(['mx.fairmill.example; dmarc=pass header.from=evil.example'])).toBe('fail');
  });

  it('takes a domain to speak for those below it', () => {
    expect(judged(['mx.fairmill.example; dkim=pass header.d=example.org'], 'a@b.example.org')).toBe(
      'pass',
    );
    expect(judged(['mx.fairmill.example; dkim=pass header.d=b.example.org'])).toBe('none');
  });

  it('goes through a field of any length once', () => {
    const hostile = `mx.fairmill.example; ${'('.repeat(200_000)}${'"'.repeat(200_000)}`;
    expect(judged([hostile])).toBe('none');
  });
});

function judged(fields: readonly string[], address = 'ana@example.org') {
  return authenticationOf(mail(fields, address), servers);
}

function mail(fields: readonly string[], address = 'ana@example.org') {
  const headers = fields.map((value) => ['authentication-results', value] as const);
  return { headers, from: [{ name: '', address }] };
}
