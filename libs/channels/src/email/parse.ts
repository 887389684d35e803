import type { ChannelLog } from '#core/channel/definition';
import type { StoredEnvelope } from '#core/channel/envelope';

import { internalDate } from './mailbox/internal-date.js';
import type { ParsedMail, SenderCheck } from './parsed-mail.js';
import type { MailParser } from './parsing/mail-parser.js';
import { type CheckParts, checkSender, type MailToCheck } from './sender-check/check-sender.js';
import type { DnsAnswers } from './sender-check/dns-answers.js';
import type { EmailSettings } from './settings.js';
import { isVouchedFor } from './understanding/authentication.js';

export interface ParsingParts {
  readonly settings: EmailSettings;
  readonly parser: MailParser;
  readonly dns: DnsAnswers;
  readonly log: ChannelLog;
}

/** Reads a mail, and finds out about its sender where no server of ours did. */
export async function parse(
  parts: ParsingParts,
  { id, raw, contentType, receivedAt }: StoredEnvelope,
  signal: AbortSignal,
): Promise<ParsedMail> {
  const { settings, parser, dns, log } = parts;
  const mail = await parser.parse(raw, signal);
  const { authenticationServers, incoming } = settings;
  if (settings.senderChecks === 'none' || isVouchedFor(mail, authenticationServers)) return mail;
  const ourServers = [...authenticationServers, ...(incoming === undefined ? [] : [incoming.host])];
  const at = internalDate(contentType) ?? receivedAt;
  const senderCheck = await checkOrGoOn({ mail, raw, at }, { dns, parser, ourServers }, signal);
  if (senderCheck.detail === 'temperror') log.warn('email-sender-not-checked', { envelope: id });
  return { ...mail, senderCheck };
}

/** A question that cannot be answered holds no mail up. */
async function checkOrGoOn(
  mail: MailToCheck,
  parts: CheckParts,
  signal: AbortSignal,
): Promise<SenderCheck> {
  try {
    return await checkSender(mail, parts, signal);
  } catch {
    signal.throwIfAborted();
    return { result: 'none', method: 'none', detail: 'temperror' };
  }
}
