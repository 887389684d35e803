import type { NodemailerError } from 'nodemailer';

import type { ChannelHealth } from '#core/channel/adapter';

import { certificateRemedy } from './certificate-fault.js';
import { checkJournal } from './outgoing/check-journal.js';
import { CheckedConnection } from './outgoing/checked-connection.js';
import { isReply, refusalOf, replyText } from './outgoing/smtp-reply.js';
import type { OutgoingParts } from './send.js';
import type { EmailSettings } from './settings.js';

type Step = ChannelHealth['steps'][number];

/**
 * Tries what a send needs, hop by hop, without sending anything: reach the server, encrypt, sign in,
 * be taken as the sender; then whether lost answers can be looked up. Ends at the first hop that fails.
 */
export async function checkOutgoing(
  { settings, tools }: Pick<OutgoingParts, 'settings' | 'tools'>,
  signal: AbortSignal,
): Promise<ChannelHealth['steps']> {
  const connection = new CheckedConnection(settings, tools, signal);
  try {
    const steps = [...connecting(await connection.connect(), settings)];
    if (!allPassed(steps)) return steps;
    steps.push(signingIn(await connection.signIn(), settings));
    if (!allPassed(steps)) return steps;
    steps.push(sending(await connection.askForSender(), settings));
    return allPassed(steps) ? [...steps, await checkJournal(settings, tools, signal)] : steps;
  } finally {
    connection.close();
  }
}

function connecting(error: NodemailerError | null, settings: EmailSettings): readonly Step[] {
  const { host, port, security } = settings.outgoing;
  const reached = passed('outgoing: connect', `${host} answers at port ${port}.`);
  if (error !== null && isAboutEncryption(error)) {
    return [reached, failed('outgoing: encryption', encryptionRemedy(error, settings))];
  }
  if (error !== null) return [failed('outgoing: connect', connectRemedy(error, settings))];
  const off = 'Off, as configured: right only for a server on this machine or its own network.';
  return [reached, passed('outgoing: encryption', security === 'none' ? off : `On (${security}).`)];
}

function connectRemedy(error: NodemailerError, { outgoing }: EmailSettings): string {
  const { host, port } = outgoing;
  if (isReply(error)) return `${host} turns us away: ${replyText(error)}`;
  switch (error.originalCode ?? error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EDNS':
      return `The name ${host} is not found: correct outgoing.host.`;
    case 'ECONNREFUSED':
      return `Nobody listens at ${host}, port ${port}: correct outgoing.host and outgoing.port, or start the server.`;
    case 'ETIMEDOUT':
      return `${host} does not answer at port ${port}: correct outgoing.port or open the firewall.`;
    case undefined:
    default:
      return `${host} is not reached at port ${port} (${error.originalCode ?? error.code ?? 'error'}): correct outgoing.host and outgoing.port.`;
  }
}

/** The system's and the library's codes of a handshake that failed. */
function isAboutEncryption({ code, originalCode = '' }: NodemailerError): boolean {
  return code === 'ETLS' || /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(originalCode);
}

function encryptionRemedy(error: NodemailerError, { outgoing }: EmailSettings): string {
  const { host, security } = outgoing;
  const code = error.originalCode ?? error.code ?? 'error';
  if (isReply(error)) {
    return `${host} offers no STARTTLS: set outgoing.security to tls and outgoing.port to 465.`;
  }
  const certificate = certificateRemedy(code);
  if (certificate !== null) return `The certificate of ${host} ${certificate} (${code}).`;
  const other = security === 'tls' ? 'starttls (often port 587)' : 'tls (often port 465)';
  return `${host} does not begin to encrypt (${code}): try outgoing.security ${other}.`;
}

function signingIn(error: NodemailerError | null, { outgoing }: EmailSettings): Step {
  const step = 'outgoing: sign-in';
  if (outgoing.signIn === undefined) {
    return passed(step, 'None configured: the server must take mail from this machine.');
  }
  if (error === null) return passed(step, 'The server knows us.');
  if (!isReply(error)) return failed(step, error.message);
  const said = replyText(error);
  if (refusalOf(error).kind !== 'unauthorised') return failed(step, `Not now; try later: ${said}`);
  const noPasswords = outgoing.signIn.kind === 'password' && /5\.7\.(?:30|139)/.test(said);
  return failed(
    step,
    noPasswords
      ? `The provider takes no passwords any more: set outgoing.signIn to oauth and authorise the mailbox. It says: ${said}`
      : `The server does not know us: correct outgoing.user and outgoing.signIn, or re-authorise. It says: ${said}`,
  );
}

function sending(error: NodemailerError | null, { address }: EmailSettings): Step {
  const step = 'outgoing: sender';
  if (error === null) return passed(step, `The server takes mail from ${address}.`);
  if (!isReply(error)) return failed(step, `The server went silent (${error.code ?? 'error'}).`);
  return failed(
    step,
    `The server takes no mail from ${address}: let the user of outgoing send as this address. It says: ${replyText(error)}`,
  );
}

function allPassed(steps: readonly Step[]): boolean {
  return steps.every((step) => step.passed);
}

function passed(step: string, detail: string): Step {
  return { step, passed: true, detail };
}

function failed(step: string, detail: string): Step {
  return { step, passed: false, detail };
}
