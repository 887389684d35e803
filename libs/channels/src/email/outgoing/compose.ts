import type { SendMailOptions } from 'nodemailer';

import type { ChannelTools } from '#core/channel/definition';
import {
  type Delivery,
  goesToStaff,
  type OutboundKind,
  type OutgoingAttachment,
} from '#core/channel/delivery';
import { safeFileName } from '#core/text/file-name';

import type { MailReference } from '../mail-reference.js';
import { ownMessageId, replyAddress } from '../own-mail.js';
import type { EmailSettings } from '../settings.js';
import { bodiesOf } from './bodies.js';
import {
  answerSubject,
  displayName,
  isMessageId,
  plainSubject,
  trimmedReferences,
} from './header-texts.js';

export interface ComposingParts {
  readonly settings: EmailSettings;
  readonly tools: Pick<ChannelTools, 'replyTokens'>;
}

/** Our mark in everything we send: mail that comes back with it is never answered. */
export const LOOP_HEADER = 'X-Townline-Loop';

/** An atom or a quoted string (RFC 5321 §4.1.2), then a domain or an address literal; bounded by 254. */
const MAILBOX =
  /^(?:[^\s\p{Cc}"(),:;<>@[\\\]]{1,64}|"(?:[^\p{Cc}"\\]|\\[^\p{Cc}]){1,62}")@(?:[^\s\p{Cc}"(),:;<>@[\\\]]{1,253}|\[[\w.:]{2,60}\])$/u;

/**
 * The mail for one delivery, ready for the transport. It follows from its arguments alone: all attempts
 * of one delivery send the same bytes under the same Message-ID, so that a second copy can be told from
 * a second mail. Null when the citizen's address cannot stand in an envelope.
 */
export function composeMail(
  { settings, tools }: ComposingParts,
  delivery: Delivery,
  reference: MailReference,
): (SendMailOptions & { readonly messageId: string }) | null {
  const { requestNumber, idempotencyKey, kind, text, attachments } = delivery;
  const { address } = reference.to;
  if (!MAILBOX.test(address)) return null;
  const name = displayName(reference.to.name);
  const token = tools.replyTokens.issue(requestNumber, { kind: 'email', address });
  const from = { name: displayName(settings.displayName) ?? '', address: settings.address };
  return {
    envelope: { from: { address: settings.address }, to: [{ address }] },
    from,
    to: { ...(name !== null && { name }), address },
    subject: goesToStaff(kind)
      ? plainSubject(reference.subject)
      : answerSubject(reference.subject, requestNumber),
    messageId: ownMessageId(token, idempotencyKey, settings.address),
    ...(settings.replyAddress === 'plus' && {
      replyTo: { ...from, address: replyAddress(settings.address, token) },
    }),
    ...threading(reference),
    date: new Date(delivery.createdAt),
    headers: { [LOOP_HEADER]: settings.address, ...automaticHeaders(kind) },
    ...bodiesOf(text, requestNumber),
    attachments: attachments.map(attachmentPart),
    baseBoundary: idempotencyKey,
  };
}

/**
 * Base64 whatever the kind: it alone brings any bytes over unchanged, and RFC 2046 §5.2.1 forbids it
 * for a part that says it is a mail.
 */
function attachmentPart({ filename, contentType, bytes }: OutgoingAttachment) {
  const isComposite = /^(message|multipart)\//i.test(contentType);
  return {
    filename: safeFileName(filename, 'attachment'),
    content: bytes,
    contentType: isComposite ? 'application/octet-stream' : contentType,
    contentTransferEncoding: 'base64',
    contentDisposition: 'attachment',
  } as const;
}

function threading({
  messageId,
  references,
}: MailReference): Pick<SendMailOptions, 'inReplyTo' | 'references'> {
  const thread = trimmedReferences([...references, ...(messageId === null ? [] : [messageId])]);
  const answered = messageId !== null && isMessageId(messageId) ? messageId : null;
  return {
    ...(answered !== null && { inReplyTo: answered }),
    ...(thread.length > 0 && { references: thread }),
  };
}

/**
 * RFC 3834 §5: no responder answers these. The second field says the same to Exchange (MS-OXCMAIL
 * §2.2.3.2.14).
 */
function automaticHeaders(kind: OutboundKind): Record<string, string> {
  switch (kind) {
    case 'reply':
      return {};
    case 'emergency-page':
    case 'alert':
      return { 'Auto-Submitted': 'auto-generated' };
    case 'acknowledgement':
    case 'status':
      return {
        'Auto-Submitted': 'auto-replied',
        'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
      };
  }
}
