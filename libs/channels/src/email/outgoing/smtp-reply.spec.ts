import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import { refusalOf, replyText } from './smtp-reply.js';

/** Recorded answers of servers, with invented addresses. */
const recipientRefusals: readonly (readonly [kind: string, reply: string])[] = [
  [
    'transient',
    '450 4.7.1 <ana@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example',
  ],
  ['transient', '451 4.7.1 Greylisting in action, please come back later'],
  ['transient', '450 4.7.1 Greylisted: too many mails of unknown senders, come back in 5 minutes'],
  ['transient', '450 4.2.1 <ana@example.org>: hourly limit of this mailbox reached'],
  ['transient', '451 4.3.0 Temporary lookup failure'],
  ['transient', '450 4.1.1 <ana@example.org>: Recipient address rejected: unverified address'],
  ['transient', '452 4.2.2 The email account that you tried to reach is over quota'],
  [
    'transient',
    '450-4.2.1 The user you are trying to contact is receiving mail at a rate that\n450 4.2.1 prevents additional messages from being delivered.',
  ],
  ['transient', '552 5.2.2 Mailbox full'],
  ['transient', '552 Requested mail action aborted: exceeded storage allocation'],
  ['transient', '550 5.2.2 <ana@example.org>: user is over quota'],
  ['transient', '554 The mailbox is full'],
  [
    'recipient-gone',
    '550 5.1.1 <ana@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
  ],
  [
    'recipient-gone',
    '550-5.1.1 The email account that you tried to reach does not exist. Please try\n550 5.1.1 double-checking the recipient’s email address',
  ],
  [
    'recipient-gone',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  ],
  ['recipient-gone', '550 5.4.1 Recipient address rejected: Access denied.'],
  ['recipient-gone', '550 5.2.1 The email account that you tried to reach is disabled.'],
  ['recipient-gone', '550 No such user here'],
  ['recipient-gone', '550 Requested action not taken: mailbox unavailable'],
  ['recipient-gone', '553 5.1.2 We were unable to find the recipient domain.'],
  [
    'recipient-gone',
    '554 delivery error: dd This user doesn’t have an account (ana@example.org)'.replace(
      'doesn’t have an',
      'unknown',
    ),
  ],
  ['rejected', '550 5.7.1 Message rejected due to content restrictions'],
  ['rejected', '550 5.7.1 Client host [192.0.2.1] blocked using zen.example'],
  ['rejected', '550 5.7.26 This mail has been blocked because the sender is unauthenticated.'],
  ['rejected', '550 5.1.8 <311@fairmill.example>: Sender address rejected: Domain not found'],
  ['rejected', '550 5.7.1 Recipient unknown to this policy'],
  ['rejected', '550 Sender verify failed: unknown user'],
  ['rejected', '552 5.3.4 Message size exceeds fixed limit'],
  [
    'rejected',
    '552-5.7.0 This message was blocked because its content presents a potential\n552 5.7.0 security issue.',
  ],
  ['rejected', '554 Transaction failed'],
  ['rate-limited', '421 4.7.0 Too many connections from your host'],
  [
    'rate-limited',
    '421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating\n421 4.7.28 from your IP address.',
  ],
  ['rate-limited', '450 4.7.1 Error: too much mail, rate limit exceeded'],
  ['rate-limited', '451 4.7.500 Server busy. Throttled. Please try again later from [192.0.2.1].'],
  ['rate-limited', '550 5.4.5 Daily user sending limit exceeded.'],
  ['unauthorised', '530 5.7.0 Authentication Required.'],
  ['unauthorised', '530 5.7.57 Client not authenticated to send mail.'],
  ['unauthorised', '550 5.7.30 Basic authentication is not supported for Client Submission.'],
  ['unauthorised', '554 5.7.1 <ana@example.org>: Relay access denied'],
  [
    'unauthorised',
    '553 5.7.1 <311@fairmill.example>: Sender address rejected: not owned by user mayor',
  ],
  [
    'unauthorised',
    '554 5.2.252 SendAsDenied; mayor@fairmill.example not allowed to send as 311@fairmill.example',
  ],
];

describe('what a refused recipient means', () => {
  it.each(recipientRefusals)('is %s in “%s”', (kind, reply) => {
    expect(refused('RCPT TO', reply).kind).toBe(kind);
  });
});

describe('what a refused step means', () => {
  it.each([
    ['unauthorised', 'AUTH PLAIN', '535 5.7.8 Username and Password not accepted.'],
    [
      'unauthorised',
      'AUTH LOGIN',
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    ],
    ['unauthorised', 'AUTH PLAIN', '503 5.5.1 Error: authentication not enabled'],
    ['transient', 'AUTH PLAIN', '454 4.7.0 Temporary authentication failure'],
    ['transient', 'CONN', '421 4.3.2 Service shutting down'],
    ['transient', 'CONN', '554 5.7.1 No SMTP service here'],
    ['transient', 'EHLO', '550 5.7.1 Access denied'],
    ['transient', 'STARTTLS', '454 4.7.0 TLS not available due to local problem'],
    ['transient', 'STARTTLS', '502 5.5.1 Command not implemented'],
    ['rejected', 'MAIL FROM', '550 5.1.0 Sender address unknown'],
    ['rejected', 'MAIL FROM', '552 5.3.4 Message size exceeds file system imposed limit'],
    ['unauthorised', 'MAIL FROM', '530 5.7.1 Authentication required'],
    ['transient', 'DATA', '451 4.3.2 Please try again later'],
    ['rejected', 'DATA', '554 5.6.0 Message contains a virus'],
    ['recipient-gone', 'DATA', '550 5.1.1 User unknown'],
  ])('is %s after %s with “%s”', (kind, command, reply) => {
    expect(refused(command, reply).kind).toBe(kind);
  });

  it('is temporary for every 4xx, but for words of too much', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', ' ', '5.1.1', 'unknown user', 'quota', '4.'),
    });
    const always = fc.property(fc.integer({ min: 400, max: 499 }), texts, (code, text) => {
      expect(refused('RCPT TO', `${code} ${text}`).kind).toBe('transient');
    });
    fc.assert(always);
  });

  it('has a reason for people to read, of any answer', () => {
    const replies = fc.tuple(fc.integer({ min: 400, max: 599 }), fc.string({ unit: 'binary' }));
    const always = fc.property(replies, ([code, text]) => {
      const { reason } = refused('DATA', `${code} ${text}`);
      expect(reason).toMatch(/^\P{Cc}{1,300}$/u);
      expect(JSON.parse(JSON.stringify(reason))).toBe(reason);
    });
    fc.assert(always);
  });

  it('repeats no address of a person', () => {
    const { reason } = refused(
      'RCPT TO',
      '550 5.1.1 <ana.ruiz@example.org>: no ana.ruiz@example.org',
    );
    expect(reason).toBe('550 5.1.1 <…>: no …');
  });

  it.each(['user ', '@', 'a@'])('is found in an answer of nothing but %j in one pass', (piece) => {
    const answerOf = (count: number) => `550 ${piece.repeat(count)}`;
    expectWorkInProportion(500_000, answerOf, (answer) => refused('RCPT TO', answer));
  });

  it('is the library’s own words when the server gave none', () => {
    expect(replyText(new Error('The server refused the recipient.'))).toBe(
      'The server refused the recipient.',
    );
  });
});

function refused(command: string, response: string) {
  const responseCode = Number(response.slice(0, 3));
  return refusalOf(Object.assign(new Error(response), { command, response, responseCode }));
}
