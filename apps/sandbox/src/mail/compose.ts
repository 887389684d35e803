import { randomUUID } from 'node:crypto';

import MailComposer from 'nodemailer/lib/mail-composer';

import { MAIL_SYSTEM } from './mail-account.js';

/** A mail that a citizen's program writes. */
export interface NewMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The mail that this one answers. */
  readonly answers: Answered | null;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: Buffer;
  }[];
}

export interface Answered {
  readonly messageId: string | null;
  readonly references: readonly string[];
}

export interface ComposedMail {
  readonly messageId: string;
  readonly raw: Buffer;
}

/** Message bytes as they reach the town, with the marks of the way they took. */
export async function composeMail(mail: NewMail, at: Date): Promise<ComposedMail> {
  const messageId = `<${randomUUID()}@${domainOf(mail.from)}>`;
  const composer = new MailComposer({
    ...{ messageId, date: at, from: mail.from, to: mail.to, subject: mail.subject },
    text: mail.text,
    ...threading(mail.answers),
    attachments: mail.attachments.map(({ filename, contentType, bytes }) => ({
      ...{ filename, contentType, content: bytes },
    })),
    headers: { 'User-Agent': 'Townline sandbox' },
    ...{ newline: 'win', disableFileAccess: true, disableUrlAccess: true },
  });
  const written = await composer.compile().build();
  return { messageId, raw: Buffer.concat([marksOfTheWay(mail.from, mail.from, at), written]) };
}

/** In-Reply-To and References as RFC 5322 §3.6.4 has them. */
export function threading(answered: Answered | null) {
  if (answered?.messageId === null || answered === null) return {};
  const { messageId, references } = answered;
  return { inReplyTo: messageId, references: [...references, messageId] };
}

/** What a receiving mail system puts on top: who sent it, over which host, and that the domain vouches for it (RFC 8601). */
export function marksOfTheWay(returnPath: string, from: string, at: Date): Buffer {
  const domain = domainOf(from);
  const lines = [
    `Return-Path: <${returnPath}>`,
    receivedMark('relay.sandbox.example', at),
    `Authentication-Results: ${MAIL_SYSTEM}; spf=pass smtp.mailfrom=${returnPath === '' ? MAIL_SYSTEM : domain}; dkim=pass header.d=${domain}; dmarc=pass header.from=${domain}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

export function receivedMark(relay: string, at: Date): string {
  const date = at.toUTCString().replace('GMT', '+0000');
  return `Received: from ${relay} ([127.0.0.1]) by ${MAIL_SYSTEM} with ESMTP id ${randomUUID().slice(0, 8)}; ${date}`;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
