import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NodemailerError } from 'nodemailer';

import { NoCredentials } from './outgoing/sign-in.js';
import { sendOutcome } from './send-outcome.js';

const messageId = '<token.entry@fairmill.example>';

/** As the library reports them: its code, the command, and the server's answer where there was one. */
const beforeContent: readonly (readonly [kind: string, parts: Partial<NodemailerError>])[] = [
  ['transient', { code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNREFUSED' }],
  ['transient', { code: 'EDNS', command: 'CONN', originalCode: 'ENOTFOUND' }],
  ['transient', { code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'CONNECT_TIMEOUT' }],
  ['transient', { code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'GREETING_TIMEOUT' }],
  ['transient', { code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'SOCKET_TIMEOUT' }],
  ['transient', { code: 'ETLS', command: 'CONN' }],
  ['transient', { code: 'ESOCKET', command: 'CONN', originalCode: 'CERT_HAS_EXPIRED' }],
  ['transient', reply('EPROTOCOL', 'CONN', '554 5.7.1 No service')],
  ['transient', reply('ECONNECTION', 'EHLO', '421 4.3.2 Shutting down')],
  ['transient', { code: 'ECONNECTION', command: 'CONN' }],
  ['transient', { code: 'ECONNECTION' }],
  ['transient', { code: 'EABORT' }],
  ['transient', {}],
  ['unauthorised', reply('EAUTH', 'AUTH PLAIN', '535 5.7.8 Bad credentials')],
  ['transient', reply('EAUTH', 'AUTH PLAIN', '454 4.7.0 Temporary failure')],
  ['unauthorised', { code: 'EAUTH', command: 'API' }],
  ['unauthorised', reply('EENVELOPE', 'MAIL FROM', '530 5.7.0 Authentication required')],
  ['rejected', reply('EENVELOPE', 'MAIL FROM', '550 5.7.1 Not you')],
  ['rejected', { code: 'EMESSAGE', command: 'MAIL FROM' }],
  ['rejected', { code: 'EENVELOPE', command: 'API' }],
  ['recipient-gone', reply('EENVELOPE', 'RCPT TO', '550 5.1.1 User unknown')],
  ['transient', reply('EENVELOPE', 'RCPT TO', '450 4.7.1 Greylisted')],
  ['rate-limited', reply('ECONNECTION', 'CONN', '421 4.7.0 Too many connections')],
  ['transient', reply('EENVELOPE', 'DATA', '451 4.3.0 Not now')],
];

describe('the outcome of a mail', () => {
  it('is sent, under its own Message-ID, when the server took the whole of it', () => {
    const info = { rejected: [] };
    expect(sendOutcome({ kind: 'answered', info }, messageId)).toEqual({
      kind: 'sent',
      providerId: messageId,
    });
  });

  it('is a failure when the server took the mail and refused the one recipient', () => {
    const rejected = ['ana@example.org'];
    const rejectedErrors = [error(reply('EENVELOPE', 'RCPT TO', '550 5.1.1 User unknown'))];
    expect(
      sendOutcome({ kind: 'answered', info: { rejected, rejectedErrors } }, messageId),
    ).toEqual({
      kind: 'not-sent',
      failure: { kind: 'recipient-gone', reason: '550 5.1.1 User unknown' },
    });
    expect(sendOutcome({ kind: 'answered', info: { rejected } }, messageId)).toMatchObject({
      kind: 'not-sent',
      failure: { reason: 'the recipient was refused' },
    });
  });

  it.each(beforeContent)(
    'is not sent, %s, when it failed before its content: %j',
    (kind, parts) => {
      const outcome = sendOutcome(
        { kind: 'failed', error: error(parts), contentBegan: false },
        messageId,
      );
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind } });
      expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    },
  );

  it.each([
    ['transient', '451 4.3.2 Try again later'],
    ['transient', '421 4.4.2 Timeout exceeded'],
    ['rejected', '554 5.6.0 Virus'],
    ['transient', '552 5.2.2 Mailbox full'],
  ])('is not sent, %s, when the answer to the final dot was “%s”', (kind, response) => {
    const failed = error(reply('EMESSAGE', 'DATA', response));
    const outcome = sendOutcome({ kind: 'failed', error: failed, contentBegan: true }, messageId);
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind } });
  });

  it.each<Partial<NodemailerError>>([
    { code: 'ECONNECTION', command: 'CONN' },
    { code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNRESET' },
    { code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'SOCKET_TIMEOUT' },
    { code: 'EABORT' },
    { code: 'EPROTOCOL', command: 'CONN' },
    { code: 'ESTREAM', command: 'API' },
    reply('EMESSAGE', 'DATA', '354 Go on'),
    reply('EMESSAGE', 'DATA', 'what?'),
    reply('ECONNECTION', 'CONN', '451 4.3.0 cut in the mid'),
    {},
  ])('is unknown when its content left and no answer to the final dot came: %j', (parts) => {
    const ended = { kind: 'failed', error: error(parts), contentBegan: true } as const;
    expect(sendOutcome(ended, messageId).kind).toBe('unknown');
  });

  it('is never sent and never unknown before the content, whatever the error says', () => {
    const errors = fc.record({
      code: fc.constantFrom('ECONNECTION', 'EMESSAGE', 'EAUTH', 'EENVELOPE', 'ETIMEDOUT', 'EODD'),
      command: fc.constantFrom('CONN', 'DATA', 'RCPT TO', 'MAIL FROM', 'AUTH PLAIN', 'API'),
      responseCode: fc.integer({ min: 0, max: 700 }),
      response: fc.string(),
    });
    const never = fc.property(errors, (parts) => {
      const ended = { kind: 'failed', error: error(parts), contentBegan: false } as const;
      expect(sendOutcome(ended, messageId).kind).toBe('not-sent');
    });
    fc.assert(never);
  });

  it.each([
    ['refused', 'unauthorised'],
    ['unavailable', 'transient'],
  ] as const)('is not sent when the token service was %s: %s', (kind, expected) => {
    const failed = Object.assign(new NoCredentials(kind, 'Re-authorise.'), { code: 'EAUTH' });
    const ended = { kind: 'failed', error: failed, contentBegan: false } as const;
    expect(sendOutcome(ended, messageId)).toEqual({
      kind: 'not-sent',
      failure: { kind: expected, reason: 'Re-authorise.' },
    });
  });
});

function reply(code: string, command: string, response: string): Partial<NodemailerError> {
  return { code, command, response, responseCode: Number.parseInt(response, 10) || 0 };
}

function error(parts: Partial<NodemailerError>): NodemailerError {
  return Object.assign(new Error('An error of the library.'), parts);
}
