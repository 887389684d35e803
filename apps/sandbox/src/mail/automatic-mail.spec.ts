import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';

import { bounceOf, outOfOfficeOf, type TakenMail } from './automatic-mail.js';
import { composeMail } from './compose.js';
import { readMail } from './read-mail.js';

const at = new Date('2026-03-02T14:00:00Z');
const town = '311@fairmill.example';
let taken: TakenMail;
let sentId = '';

beforeAll(async () => {
  const answer = {
    ...{ from: town, to: 'ana@citizen.example', subject: 'We have your request', text: 'Hello.' },
    answers: { messageId: '<1@citizen.example>', references: [] },
    attachments: [],
  };
  const { raw, messageId } = await composeMail(answer, at);
  sentId = messageId;
  taken = { returnPath: town, recipient: 'ana@citizen.example', raw, mail: await readMail(raw) };
});

describe('The delivery report of the sandbox', () => {
  let report: ParsedMail;
  beforeAll(async () => {
    report = await simpleParser(await bounceOf(taken, town, at), { keepDeliveryStatus: true });
  });

  it('is a multipart/report from the mail system, which wants no answer', () => {
    expect(report.headers.get('content-type')).toMatchObject({
      value: 'multipart/report',
      params: { 'report-type': 'delivery-status' },
    });
    expect(report.from?.value[0]?.address).toMatch(/^mailer-daemon@/);
    expect(report.to).toMatchObject({ text: town });
    expect(report.headers.get('return-path')).toMatchObject({ text: '' });
    expect(report.headers.get('auto-submitted')).toBe('auto-replied');
  });

  it('says to programs who was not reached, and why', () => {
    const status = partOf(report, 'message/delivery-status');
    expect(status).toContain('Final-Recipient: rfc822; ana@citizen.example\r\n');
    expect(status).toContain('Action: failed\r\nStatus: 5.1.1\r\n');
  });

  it('brings back the header of what was sent, by which the town knows it again', async () => {
    const header = await simpleParser(partOf(report, 'text/rfc822-headers'));
    expect(header.messageId).toBe(sentId);
  });

  it('says to people what happened', () => {
    expect(report.text).toContain('<ana@citizen.example>: 550 5.1.1 No such mailbox here');
  });
});

describe('The out-of-office reply of the sandbox', () => {
  it('comes from the recipient, names what it answers, and says that a program wrote it', async () => {
    const reply = await simpleParser(await outOfOfficeOf(taken, town, at));
    expect(reply.from?.text).toBe('ana@citizen.example');
    expect(reply.subject).toBe('Auto: We have your request');
    expect(reply.inReplyTo).toBe(sentId);
    expect(reply.references).toEqual(['<1@citizen.example>', sentId]);
    expect(reply.headers.get('auto-submitted')).toBe('auto-replied');
  });
});

function partOf(report: ParsedMail, contentType: string): string {
  const part = report.attachments.find((attachment) => attachment.contentType === contentType);
  return part?.content.toString() ?? '';
}
