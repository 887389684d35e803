import type { ChannelExplainer } from '#core/channel/definition';
import { classifyOrigin } from '#core/intake/message-origin';
import { REPLY_TOKEN } from '#core/secret/reply-tokens';

import type { ParsedMail } from './parsed-mail.js';
import { MailParser } from './parsing/mail-parser.js';
import { readSignatureField } from './sender-check/signature-field.js';
import { authenticationOf } from './understanding/authentication.js';
import { deliveryReportsOf } from './understanding/delivery-reports.js';
import { originFactsOf } from './understanding/origin-facts.js';
import { answeredIds } from './understanding/threading.js';
import { visibleTextOf } from './understanding/visible-text.js';

/** Shows what the town would understand of a mail, for people who ask why. */
export function openExplainer(): ChannelExplainer {
  const parser = new MailParser();
  const goOn = new AbortController().signal;
  return {
    async explain(raw) {
      const mail = await parser.parse(raw, goOn);
      const html = mail.html === null ? null : await parser.safeHtml(mail.html, goOn);
      return explanationOf(mail, html);
    },
    close: () => parser.close(),
  };
}

const MAX_SHOWN_RESULTS = 5;

function explanationOf(
  mail: ParsedMail,
  safeHtml: string | null,
): Readonly<Record<string, unknown>> {
  const { from, to, cc, replyTo, subject, messageId, references, date, text } = mail;
  return {
    from,
    to,
    cc,
    replyTo,
    subject,
    messageId,
    inReplyTo: mail.inReplyTo.length === 0 ? null : mail.inReplyTo.join(' '),
    references,
    date,
    text,
    visibleText: visibleTextOf(mail),
    html: safeHtml,
    attachments: mail.attachments.map(({ filename, contentType, size, sha256, inline }) => ({
      ...{ filename, contentType, size, sha256, inline },
    })),
    classification: classifyOrigin(originFactsOf(mail, [])),
    bounce: deliveryReportsOf(mail),
    authentication: authenticationShown(mail),
    threading: { answers: answeredIds(mail), replyTokens: tokensIn(mail) },
    defects: mail.defects,
  };
}

/** No account says which servers are ours, so nobody is believed and everything is shown. */
function authenticationShown(mail: ParsedMail): Readonly<Record<string, unknown>> {
  const stated = mail.headers.filter(([name]) => name === 'authentication-results');
  return {
    result: authenticationOf(mail, []),
    signedBy: signingDomains(mail),
    stated: stated.slice(0, MAX_SHOWN_RESULTS).map(([, value]) => value),
  };
}

/** Who says to have signed it, as far as that would be checked; nobody is asked for keys here. */
function signingDomains(mail: ParsedMail): readonly string[] {
  const fields = mail.headers.filter(([name]) => name === 'dkim-signature');
  const domains = fields.flatMap(([, value]) => readSignatureField(value)?.domain ?? []);
  return [...new Set(domains)].slice(0, MAX_SHOWN_RESULTS);
}

/** What looks like a reply token; whether it is genuine only the town with its key can tell. */
function tokensIn(mail: ParsedMail): readonly string[] {
  const recipients = [...mail.to, ...mail.cc].map(({ address }) => address);
  const found = [...recipients, ...answeredIds(mail)].flatMap(
    (text) => REPLY_TOKEN.exec(text.toLowerCase())?.[0] ?? [],
  );
  return [...new Set(found)];
}
