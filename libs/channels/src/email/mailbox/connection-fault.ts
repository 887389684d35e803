import { certificateRemedy } from '../certificate-fault.js';
import type { IncomingSettings } from '../settings.js';
import {
  asImapError,
  imapErrorCode,
  MailboxesUnavailable,
  SignInRefused,
} from './mailbox-errors.js';

/** How far a sign-in came, and what to do about it. */
export interface ConnectionFault {
  readonly at: 'connection' | 'encryption' | 'sign-in';
  readonly remedy: string;
}

const NO_TLS: ReadonlySet<string> = new Set(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER']);
const TLS_ENDED: ReadonlySet<string> = new Set(['ClosedAfterConnectTLS', 'UPGRADE_TIMEOUT']);

/** One sentence for every way in which a connection can fail. */
export function connectionFault(error: unknown, incoming: IncomingSettings): ConnectionFault {
  if (error instanceof SignInRefused || error instanceof MailboxesUnavailable) {
    return { at: 'sign-in', remedy: error.message };
  }
  const { tlsFailed, authenticationFailed, code = '' } = asImapError(error);
  if (authenticationFailed === true)
    return { at: 'sign-in', remedy: `${LATER} (${imapErrorCode(error)}).` };
  const certificate = certificateRemedy(code);
  if (certificate !== null) {
    return {
      at: 'encryption',
      remedy: `The certificate of ${incoming.host} ${certificate} (${code}).`,
    };
  }
  if (NO_TLS.has(code) || TLS_ENDED.has(code) || tlsFailed === true || code.startsWith('ERR_SSL')) {
    return { at: 'encryption', remedy: `${ENCRYPTION} (${code}).` };
  }
  if (code === '') return { at: 'sign-in', remedy: NO_MECHANISM };
  return { at: 'connection', remedy: `${unreachable(code, incoming)} (${code}).` };
}

const LATER = 'The server does not let anybody sign in at the moment: try again later';
const ENCRYPTION =
  'No encryption came about: use port 993 with security tls, or port 143 with security starttls';
const NO_MECHANISM =
  'The server offers no way to sign in that fits: use security tls or starttls, and a sign-in of the kind that it asks for.';

function unreachable(code: string, { host, port }: IncomingSettings): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `No address is known for ${host}: check the host`;
    case 'ECONNREFUSED':
      return `Nobody listens at ${host}, port ${port}: check the port`;
    case 'GREETING_TIMEOUT':
      return `${host} says nothing on port ${port}: the port may need security tls`;
    default:
      return `${host} cannot be reached on port ${port}: check host, port and firewall`;
  }
}
