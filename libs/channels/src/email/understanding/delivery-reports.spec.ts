import { describe, expect, it } from '@jest/globals';

import { headersFrom, mailWith } from '../../../../../test/support/email/sample-mail.js';
import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import type { ParsedMail } from '../parsed-mail.js';
import { deliveryReportsOf } from './delivery-reports.js';

const daemon = [{ name: 'Mail Delivery System', address: 'MAILER-DAEMON@relay.example' }];
const ours = '<own.1@fairmill.example>';

function notice(...lines: readonly string[]): ParsedMail {
  const subject = 'Mail delivery failed: returning message to sender';
  return mailWith({ from: daemon, subject, text: lines.join('\n') });
}

function statusReport(...lines: readonly string[]): ParsedMail {
  return mailWith({
    from: daemon,
    subject: 'Undelivered Mail Returned to Sender',
    headers: headersFrom('Content-Type: multipart/report; report-type=delivery-status'),
    reports: [
      { contentType: 'message/delivery-status', text: lines.join('\r\n') },
      { contentType: 'text/rfc822-headers', text: `Subject: Your request\r\nMessage-ID: ${ours}` },
    ],
  });
}

describe('A delivery report with fields for programs', () => {
  it('gives recipient, status, reason and the mail that it is about', () => {
    const mail = statusReport(
      'Reporting-MTA: dns; relay.example',
      '',
      'Final-Recipient: rfc822; Pat@example.org',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 <pat@example.org>:',
      '  User unknown in virtual mailbox table',
    );
    expect(deliveryReportsOf(mail)).toEqual([
      {
        recipient: 'pat@example.org',
        status: '5.1.1',
        hard: true,
        reason: 'userunknown',
        outcome: 'failed',
        originalMessageId: ours,
      },
    ]);
  });

  it('tells recipients apart with and without blank lines, in any order of the fields', () => {
    const mail = statusReport(
      'Action: failed',
      'Final-Recipient: rfc822; a@example.org',
      'Original-Recipient: rfc822; a@example.org',
      'Status: 5.1.1',
      'Action: delayed',
      'Final-Recipient: rfc822; b@example.org',
      'Status: 4.4.1',
      '',
      '',
      'Original-Recipient: rfc822; c@example.org',
      'Final-Recipient: rfc822; list-c@example.org',
      'Action: relayed',
      'Status: 2.0.0',
    );
    const told = deliveryReportsOf(mail).map(({ recipient, outcome, hard }) => [
      recipient,
      outcome,
      hard,
    ]);
    expect(told).toEqual([
      ['a@example.org', 'failed', true],
      ['b@example.org', 'delayed', false],
      ['c@example.org', 'delivered', false],
    ]);
  });

  it('believes the words before the code: a full mailbox is not gone, whatever its status', () => {
    const [report] = deliveryReportsOf(
      statusReport(
        'Final-Recipient: rfc822; pat@example.org',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 552 sorry, that mailbox is over quota (#5.1.1)',
      ),
    );
    expect(report).toMatchObject({ reason: 'mailboxfull', hard: false });
  });

  it('is not taken from a person who passes on the report of somebody else', () => {
    const { reports } = statusReport('Final-Recipient: rfc822; a@example.org', 'Action: failed');
    const from = [{ name: 'Pat', address: 'pat@example.org' }];
    const headers = headersFrom('Content-Type: multipart/mixed; boundary=x');
    const mail = mailWith({ from, headers, reports, subject: 'Fwd: Undelivered Mail', text: '?' });
    expect(deliveryReportsOf(mail)).toEqual([]);
  });
});

describe('A bounce in JSON, as a sending service tells it', () => {
  const bounce =
    '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"Pat@example.org",' +
    '"action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},' +
    `"mail":{"headers":[{"name":"Message-ID","value":"${ours}"}]}}`;
  const headers = headersFrom('X-Amz-Sns-Message-Id: ad6bdf42');
  const told = { recipient: 'pat@example.org', status: '5.1.1', hard: true };

  it('is read, bare and within the JSON of the service that passes it on', () => {
    for (const text of [bounce, JSON.stringify({ Type: 'Notification', Message: bounce })]) {
      const reports = deliveryReportsOf(mailWith({ headers, text }));
      expect(reports).toMatchObject([{ ...told, originalMessageId: ours }]);
    }
  });

  it('is not read in a mail that the service did not send', () => {
    expect(deliveryReportsOf(mailWith({ text: bounce }))).toEqual([]);
  });
});

describe('A bounce in mere words', () => {
  it.each<[string, readonly string[], object]>([
    [
      'Exim',
      [
        'A message that you sent could not be delivered to one or more of its recipients.',
        '',
        '  pat@example.org',
        '    host mx.example.org [192.0.2.1]: 550 5.1.1 <pat@example.org>... User unknown',
      ],
      { recipient: 'pat@example.org', status: '5.1.1', reason: 'userunknown', hard: true },
    ],
    [
      'qmail',
      [
        "I'm afraid I wasn't able to deliver your message to the following addresses.",
        '',
        '<pat@nowhere.example>:',
        "Sorry, I couldn't find any host named nowhere.example. (#5.1.2)",
      ],
      { recipient: 'pat@nowhere.example', status: '5.1.2', reason: 'hostunknown', hard: true },
    ],
    [
      'Sendmail',
      [
        '   ----- The following addresses had permanent fatal errors -----',
        '<pat@example.org>',
        '    (reason: 552 5.2.2 Mailbox full)',
      ],
      { recipient: 'pat@example.org', status: '5.2.2', reason: 'mailboxfull', hard: false },
    ],
    [
      'Exchange',
      [
        'Delivery has failed to these recipients or groups:',
        'Diagnostic information for administrators:',
        'pat@example.org',
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'",
      ],
      { recipient: 'pat@example.org', status: '5.1.10', reason: 'userunknown', hard: true },
    ],
    [
      'Yahoo',
      [
        'Sorry, we were unable to deliver your message to the following address.',
        '<pat@example.org>:',
        'Remote host said: 554 5.7.9 Message not accepted for policy reasons. DMARC',
      ],
      { recipient: 'pat@example.org', status: '5.7.9', reason: 'authfailure', hard: false },
    ],
    [
      'a German provider',
      ['Ihre Nachricht konnte leider nicht an pat@example.org zugestellt werden.', '550 blocked'],
      { recipient: 'pat@example.org', reason: 'blocked', hard: false },
    ],
  ])('is understood from %s', (_, lines, expected) => {
    expect(deliveryReportsOf(notice(...lines))).toEqual([expect.objectContaining(expected)]);
  });

  it('tells each recipient its own reason, once, and nothing from the mail that came back', () => {
    const mail = notice(
      'could not be delivered to one or more recipients:',
      '<a@example.org>: 550 5.1.1 user unknown',
      '<b@example.org>: 552 5.2.2 mailbox full',
      '*** the same in another language ***',
      '<a@example.org>: 550 5.1.1 user unknown',
      '------ This is a copy of the message, including all the headers. ------',
      `Message-ID: ${ours}`,
      'To: c@example.org',
      '',
      'c@example.org wants a new bin.',
    );
    expect(deliveryReportsOf(mail)).toMatchObject([
      { recipient: 'a@example.org', hard: true, originalMessageId: ours },
      { recipient: 'b@example.org', hard: false, originalMessageId: ours },
    ]);
  });

  it('waits on a warning: nothing has been given up', () => {
    const mail = notice(
      'THIS IS A WARNING MESSAGE ONLY. The message has not yet been delivered to:',
      '<pat@example.org>: 450 4.1.1 user unknown',
    );
    expect(deliveryReportsOf(mail)).toMatchObject([{ outcome: 'delayed', hard: false }]);
  });

  it('judges the mail, not the address, where a server refused after it had taken the recipient', () => {
    const mail = notice(
      'could not be delivered:',
      '<pat@example.org>: 550 Unknown user (in reply to end of DATA command)',
    );
    expect(deliveryReportsOf(mail)).toMatchObject([{ reason: 'filtered', hard: false }]);
  });

  it.each([
    ['a person who forwards one', 'Fwd: Undelivered mail', 'pat@example.org', 'See below.'],
    [
      'a person who complains of one',
      'My mail could not be delivered to the mayor',
      'pat@example.org',
      'My mail was returned to sender. Is the address mayor@fairmill.example wrong?',
    ],
    ['a postmaster about something else', 'New address', 'postmaster@example.org', 'We moved.'],
  ])('is not seen in the mail of %s', (_, subject, address, text) => {
    expect(deliveryReportsOf(mailWith({ subject, text, from: [{ name: '', address }] }))).toEqual(
      [],
    );
  });

  it.each(['a@', '<a@b', 'user ', 'could not be ', '550 ', 'Action: failed\n'])(
    'is read in one pass in nothing but %j',
    (piece) => {
      const mailOf = (count: number) => {
        const text = piece.repeat(count);
        const reports = [{ contentType: 'message/delivery-status', text }];
        return { ...mailWith({ from: daemon, subject: text, text }), reports };
      };
      expectWorkInProportion(200_000 / piece.length, mailOf, deliveryReportsOf);
    },
  );
});
