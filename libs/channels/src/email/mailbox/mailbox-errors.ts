import type { ImapFlowError } from 'imapflow';

import { errorCodeOf } from '#core/error/error-code';

/** The server does not let us in, or did not a moment ago: only a person or time helps. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly code = 'EMAIL_SIGN_IN_REFUSED';
}

/** No mailbox of the account could be read; the next poll tries again. */
export class MailboxesUnavailable extends Error {
  override readonly name = 'MailboxesUnavailable';
  readonly code = 'EMAIL_MAILBOXES_UNAVAILABLE';
}

/** The server answered this one command with NO or BAD; the connection lives on. */
export function isRefusal(error: unknown): boolean {
  const { responseStatus, code } = asImapError(error);
  return (responseStatus === 'NO' || responseStatus === 'BAD') && code !== 'ETHROTTLE';
}

/** The server says that it cannot say now (RFC 5530): no statement about the password. */
const passing: ReadonlySet<string> = new Set([
  'UNAVAILABLE',
  'INUSE',
  'LIMIT',
  'SERVERBUG',
  'THROTTLED',
]);

/** Refused credentials, as opposed to a server that has no time. */
export function isSignInRefusal(error: unknown): boolean {
  const { authenticationFailed, serverResponseCode = '' } = asImapError(error);
  return authenticationFailed === true && !passing.has(serverResponseCode.toUpperCase());
}

/** A stable word for a log or a sentence; never what the server wrote. */
export function imapErrorCode(error: unknown): string {
  const { serverResponseCode, responseStatus } = asImapError(error);
  return serverResponseCode ?? responseStatus ?? errorCodeOf(error);
}

/** Whatever was thrown, in whichever realm. */
export function asImapError(error: unknown): Partial<ImapFlowError> {
  return typeof error === 'object' && error !== null ? error : {};
}
