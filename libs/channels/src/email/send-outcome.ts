import type { NodemailerError } from 'nodemailer';

import type { DeliveryFailure, DeliveryOutcome } from '#core/channel/delivery';

import { NoCredentials } from './outgoing/sign-in.js';
import { isReply, refusalOf } from './outgoing/smtp-reply.js';
import type { HandOver } from './outgoing/transport.js';

/**
 * What became of one mail, from the end of its handing over: pure. Before the content nothing can
 * have been delivered (RFC 5321 §3.3), so every failure up to then is `not-sent`. After it only the
 * server's answer to the final dot counts; when that is lost, nobody knows (§4.2.5, §6.1).
 *
 * @param messageId under which the mail was sent, hence its name at the provider.
 */
export function sendOutcome(ended: HandOver, messageId: string): DeliveryOutcome {
  if (ended.kind === 'answered') {
    const { rejected, rejectedErrors = [] } = ended.info;
    if (rejected.length === 0) return { kind: 'sent', providerId: messageId };
    // One recipient a mail: one refused recipient is the whole mail.
    const [refused = new Error('the recipient was refused')] = rejectedErrors;
    return { kind: 'not-sent', failure: refusalOf(refused) };
  }
  const { error, contentBegan } = ended;
  if (contentBegan && !answersFinalDot(error)) {
    return {
      kind: 'unknown',
      reason: `the connection ended before the server answered the whole mail (${codeOf(error)})`,
    };
  }
  return { kind: 'not-sent', failure: failureOf(error) };
}

/** The library says so with this pair and no other; a 421 or 451 there is a refusal like any. */
function answersFinalDot(error: NodemailerError): boolean {
  return error.code === 'EMESSAGE' && error.command === 'DATA' && isReply(error);
}

function failureOf(error: NodemailerError): DeliveryFailure {
  if (error instanceof NoCredentials) {
    const kind = error.kind === 'refused' ? 'unauthorised' : 'transient';
    return { kind, reason: error.message };
  }
  if (isReply(error)) return refusalOf(error);
  switch (error.code) {
    case 'EAUTH':
    case 'ENOAUTH':
    case 'EOAUTH2':
      return { kind: 'unauthorised', reason: 'the mail server offers no way to sign in that fits' };
    case 'EENVELOPE':
      return { kind: 'rejected', reason: 'the address cannot be written to' };
    case 'EMESSAGE':
      return { kind: 'rejected', reason: 'the mail is larger than the server takes' };
    case 'EABORT':
      return { kind: 'transient', reason: 'cut off before anything left' };
    case 'EDNS':
      return {
        kind: 'transient',
        reason: `the mail server’s name is not found (${codeOf(error)})`,
      };
    case 'ETLS':
      return { kind: 'transient', reason: `no encrypted connection (${codeOf(error)})` };
    case undefined:
    default:
      return { kind: 'transient', reason: `the mail server is not reached (${codeOf(error)})` };
  }
}

/** Words of the library and the system only: `ESOCKET ECONNREFUSED`. */
function codeOf({ code = 'error', originalCode, timeoutType }: NodemailerError): string {
  return [code, originalCode, timeoutType].filter((part) => part !== undefined).join(' ');
}
