import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';

import { MINUTE, SECOND } from '#core/time/instant';

import type { EmailSettings } from '../settings.js';

/** From the look-up of the name to the end of the TLS handshake: well within the time of one send. */
const CONNECT_WITHIN_MS = 10 * SECOND;
/** Without a sign from the server; the signal of the send usually ends it earlier. */
const SILENCE_MS = 10 * MINUTE;

/** How the server of `outgoing` is reached; the same for sending and for the check. */
export function connectionOptions({ address, outgoing }: EmailSettings): SMTPPoolOptions {
  const { host, port, security, certificateAuthority: ca } = outgoing;
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(ca !== undefined && { tls: { ca } }),
    // The machine's own name is nobody's business and often none that a server takes.
    name: address.slice(address.lastIndexOf('@') + 1),
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS / 2,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  };
}
