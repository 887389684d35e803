import type { StoredEnvelope } from '#core/channel/envelope';
import type { Normalised, NormalisedMessage } from '#core/channel/normalised';
import { classifyOrigin } from '#core/intake/message-origin';
import { truncateText } from '#core/text/well-formed';
import type { Instant } from '#core/time/instant';

import { writeMailReference } from './mail-reference.js';
import { internalDate } from './mailbox/internal-date.js';
import { mediaReference } from './media.js';
import type { ParsedMail } from './parsed-mail.js';
import { unreadMail } from './parsing/unread-mail.js';
import type { EmailSettings } from './settings.js';
import { authenticationOf } from './understanding/authentication.js';
import { complaintReceipt, deliveryReceipt } from './understanding/delivery-receipt.js';
import { originFactsOf } from './understanding/origin-facts.js';
import { readParsedMail } from './understanding/read-parsed-mail.js';
import { senderOf } from './understanding/sender.js';
import { onOneLine } from './understanding/shown-name.js';
import { answeredIds, threadingOf } from './understanding/threading.js';
import { wordsOf } from './understanding/words.js';

export interface MailContext {
  readonly settings: EmailSettings;
}

const MAX_ID_BYTES = 512;
const MAX_SUBJECT_CHARACTERS = 1_000;

/** @param parsed what `MailParser.parse` made of the envelope's bytes. */
export function normalise(
  envelope: StoredEnvelope,
  parsed: unknown,
  { settings }: MailContext,
): Normalised {
  const mail = readParsedMail(parsed) ?? unreadMail;
  const occurredAt = internalDate(envelope.contentType);
  const origin = classifyOrigin(originFactsOf(mail, [settings.address, ...settings.ownAddresses]));
  switch (origin) {
    case 'own':
      return { kind: 'ignored', reason: 'own-echo' };
    case 'bounce':
    case 'delivery-report':
      return deliveryReceipt(mail, settings.address, occurredAt);
    case 'complaint':
      return complaintReceipt(mail, settings.address, occurredAt);
    case 'auto-reply':
    case 'list':
      return { ...message(mail, settings, occurredAt), automatic: true };
    case 'person':
      return message(mail, settings, occurredAt);
  }
}

function message(
  mail: ParsedMail,
  settings: EmailSettings,
  occurredAt: Instant | null,
): NormalisedMessage {
  const authentication = authenticationOf(mail, settings.authenticationServers);
  const sender = senderOf(mail, authentication);
  const subject = truncateText(onOneLine(mail.subject), MAX_SUBJECT_CHARACTERS);
  return {
    kind: 'message',
    sender,
    text: wordsOf(mail),
    ...(subject !== '' && { subject }),
    occurredAt,
    channelRef: referenceOf(mail, sender.address, sender.displayName ?? null),
    externalId: usableId(mail),
    evidence: { signedReferences: [], ...threadingOf(mail, settings.address) },
    attachments: mail.attachments.map(({ index, filename, contentType }) => ({
      reference: mediaReference(index),
      filename,
      contentType,
    })),
    automatic: false,
  };
}

/** Answers go to the address that is the sender's identity, never to a Reply-To (GitLab #349329). */
function referenceOf(mail: ParsedMail, address: string, name: string | null): string {
  const messageId = usableId(mail);
  const references = answeredIds(mail).toReversed();
  const thread = references.filter((id) => id !== messageId);
  const subject = onOneLine(mail.subject);
  return writeMailReference({ to: { name, address }, subject, messageId, references: thread });
}

function usableId({ messageId }: ParsedMail): string | null {
  return messageId !== null && Buffer.byteLength(messageId) <= MAX_ID_BYTES ? messageId : null;
}
