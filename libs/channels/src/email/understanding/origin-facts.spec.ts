import { describe, expect, it } from '@jest/globals';

import { classifyOrigin } from '#core/intake/message-origin';

import { headersFrom, mailWith } from '../../../../../test/support/email/sample-mail.js';
import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import type { ParsedMail } from '../parsed-mail.js';
import { originFactsOf } from './origin-facts.js';

const own = ['311@fairmill.example'];
const pat = { name: 'Pat', address: 'pat@example.org' };

function originOf(parts: Partial<ParsedMail>): string {
  return classifyOrigin(originFactsOf(mailWith({ from: [pat], ...parts }), own));
}

describe('The facts on who wrote a mail', () => {
  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated; owner="x"',
    'AUTO-SUBMITTED: Auto-Notified (by a program)',
    'X-Autoreply: yes',
    'X-Autorespond: holiday',
    'X-Auto-Response-Suppress: DR, OOF, AutoReply',
    'Precedence: auto_reply',
    'X-Apple-Action: VACATION',
    'X-Loop: 311@fairmill.example',
    'Return-Path: <>',
    'Return-Path: <MAILER-DAEMON>',
  ])('show a program behind "%s"', (line) => {
    expect(originOf({ headers: headersFrom(line) })).toBe('auto-reply');
  });

  it.each(['List-Id: <town.example.org>', 'Precedence: list', 'Precedence: bulk'])(
    'show a list behind "%s"',
    (line) => {
      expect(originOf({ headers: headersFrom(line) })).toBe('list');
    },
  );

  it.each([
    'Auto-Submitted: no',
    'Auto-Submitted: No (typed by hand)',
    'Auto-Submitted:',
    'X-Autoreply: no',
    'X-Auto-Response-Suppress: DR, RN, NRN',
    'Feedback-ID: 1:2:3:x',
    'Precedence: first-class',
    'Return-Path: <pat@example.org>',
  ])('leave "%s" to a person', (line) => {
    expect(originOf({ headers: headersFrom(line) })).toBe('person');
  });

  it.each(['MAILER-DAEMON@example.org', 'postmaster@example.org', 'Post_Master@example.org'])(
    'name the mail system that writes as %s',
    (address) => {
      expect(originOf({ from: [{ name: '', address }] })).toBe('auto-reply');
    },
  );

  it.each([
    'Automatic reply: Broken lamp',
    'Out of Office: Broken lamp',
    'Abwesenheitsnotiz: Laterne',
    'Automatische Antwort: Laterne',
    'Réponse automatique : Lampadaire',
    'Respuesta automática: Farola rota',
    'Resposta automática: Poste',
    'Risposta automatica: Lampione',
    'Автоответ: Фонарь',
    '自動返信: 街灯',
    '自动回复: 路灯',
  ])('take "%s" for a responder once a second sign agrees', (subject) => {
    expect(originOf({ subject })).toBe('person');
    expect(originOf({ subject, text: 'I am out of the office until Monday.' })).toBe('auto-reply');
    expect(originOf({ subject, headers: headersFrom('Precedence: junk') })).toBe('auto-reply');
  });

  it('leave a person alone who answers an automatic mail or writes about the office', () => {
    expect(originOf({ subject: 'Re: Automatic reply: Broken lamp' })).toBe('person');
    const text = 'Your clerk is always out of office when I come.';
    expect(originOf({ subject: 'Out of office', text })).toBe('person');
  });

  it('know our own mail by its sender and its name, and nobody else by the name alone', () => {
    const messageId = `<fm260000126.${'a'.repeat(16)}.${'0'.repeat(32)}@fairmill.example>`;
    const us = [{ name: 'Town', address: '311@Fairmill.example' }];
    expect(originOf({ from: us })).toBe('own');
    expect(originOf({ messageId })).toBe('person');
  });

  it('know a complaint by its report, and the kind that has none by its subject', () => {
    const reports = [{ contentType: 'message/feedback-report', text: 'Feedback-Type: abuse' }];
    expect(originOf({ reports })).toBe('complaint');
    expect(originOf({ subject: 'complaint about message from 192.0.2.22' })).toBe('complaint');
    expect(originOf({ subject: 'complaint about message from your office' })).toBe('person');
  });

  it('take a read receipt for an automatic mail, not for a bounce', () => {
    const reports = [
      { contentType: 'message/disposition-notification', text: 'Disposition: displayed' },
    ];
    expect(originOf({ reports })).toBe('auto-reply');
  });

  it('are found in one pass in fields made to be slow', () => {
    const mailOf = (size: number) => {
      const long = '('.repeat(size);
      const headers = headersFrom(`Auto-Submitted: ${long}`, `Precedence: ${long}`);
      return mailWith({ from: [pat], subject: long, text: long, headers });
    };
    expectWorkInProportion(100_000, mailOf, (mail) => originFactsOf(mail, own));
  });
});
