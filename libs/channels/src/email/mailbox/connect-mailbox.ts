import { ImapFlow, type ImapFlowOptions } from 'imapflow';

import { isoFromInstant, MINUTE, SECOND } from '#core/time/instant';

import type { IncomingSettings } from '../settings.js';
import { forgetAccessToken } from '../sign-in/access-token.js';
import { type Credentials, credentialsFor } from '../sign-in/credentials.js';
import { GrowingPause } from './growing-pause.js';
import type { IncomingParts } from './incoming-parts.js';
import { isSignInRefusal, MailboxesUnavailable, SignInRefused } from './mailbox-errors.js';

/** A link on which nothing comes for this long, while something should, is dead. */
const SILENCE_MS = MINUTE;
const CONNECT_MS = 20 * SECOND;
const GREETING_MS = 15 * SECOND;
const IDLE_MS = 25 * MINUTE;
/** Above the largest mail that is fetched whole, below what a process can bear. */
const MAX_LITERAL_BYTES = 256 * 1024 * 1024;

/** By settings object: changed settings are tried at once. */
const pauses = new WeakMap<IncomingSettings, GrowingPause>();

/**
 * A new signed-in connection; it ends when the signal aborts. After a refused sign-in the next ones
 * are refused here, without the network, for a while that grows.
 */
export async function connectMailbox(
  parts: IncomingParts,
  signal: AbortSignal,
  silenceMs = SILENCE_MS,
): Promise<ImapFlow> {
  const { incoming, tools } = parts;
  const pausedUntil = pauses.get(incoming)?.until(tools.clock.now()) ?? null;
  if (pausedUntil !== null) {
    throw new SignInRefused(
      `The sign-in was refused: tried again at ${isoFromInstant(pausedUntil)}.`,
    );
  }
  return signIn(parts, signal, silenceMs);
}

/** The same at once, for a person who waits for the answer. */
export async function signIn(
  parts: IncomingParts,
  signal: AbortSignal,
  silenceMs = SILENCE_MS,
): Promise<ImapFlow> {
  const { incoming, tools } = parts;
  try {
    const client = await withFreshToken(parts, signal, silenceMs);
    pauses.delete(incoming);
    return client;
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    const pause = pauses.get(incoming) ?? new GrowingPause();
    pause.refused(tools.clock.now());
    pauses.set(incoming, pause);
    tools.log.warn('email-sign-in-refused', { signIn: incoming.signIn.kind });
    throw error;
  }
}

/** A token can be withdrawn before it expires: a refused one is replaced once. */
async function withFreshToken(
  parts: IncomingParts,
  signal: AbortSignal,
  silenceMs: number,
): Promise<ImapFlow> {
  const { incoming } = parts;
  const options = { ...connectionOptions(incoming), socketTimeout: silenceMs };
  try {
    return await open(options, await credentials(parts, signal), signal);
  } catch (error) {
    if (!isSignInRefusal(error)) throw error;
    if (incoming.signIn.kind === 'password') throw refused(WRONG_PASSWORD, error);
  }
  forgetAccessToken(incoming.signIn);
  try {
    return await open(options, await credentials(parts, signal), signal);
  } catch (error) {
    throw isSignInRefusal(error) ? refused(WRONG_TOKEN, error) : error;
  }
}

async function credentials(
  { incoming, tools }: IncomingParts,
  signal: AbortSignal,
): Promise<Credentials> {
  const attempt = await credentialsFor(incoming, tools, signal);
  switch (attempt.kind) {
    case 'ready':
      return attempt.credentials;
    case 'refused':
      throw new SignInRefused(attempt.remedy);
    case 'unavailable':
      throw new MailboxesUnavailable(attempt.reason);
  }
}

async function open(
  options: ImapFlowOptions,
  auth: Credentials,
  signal: AbortSignal,
): Promise<ImapFlow> {
  signal.throwIfAborted();
  const client = new ImapFlow({ ...options, auth });
  // What fails is told by the command that fails; without a listener the process would end.
  client.on('error', () => undefined);
  const end = (): void => client.close();
  const forget = (): void => signal.removeEventListener('abort', end);
  signal.addEventListener('abort', end, { once: true });
  client.once('close', forget);
  try {
    await client.connect();
  } catch (error) {
    forget();
    client.close();
    throw error;
  }
  return client;
}

function connectionOptions({
  host,
  port,
  security,
  certificateAuthority: ca,
}: IncomingSettings): ImapFlowOptions {
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    secure: security === 'tls',
    ...(security !== 'tls' && { doSTARTTLS: security === 'starttls' }),
    ...(ca !== undefined && { tls: { ca } }),
    logger: false,
    // Mail is base64 for the most part: compressing it costs more time than it saves.
    disableCompression: true,
    disableAutoIdle: true,
    maxIdleTime: IDLE_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    maxLiteralSize: MAX_LITERAL_BYTES,
    maxResponseSize: MAX_LITERAL_BYTES + 1024 * 1024,
  };
}

const WRONG_PASSWORD =
  'The mail server refuses the user name or the password: correct them in the settings of the account.';
const WRONG_TOKEN =
  'The mail server refuses a fresh access token: allow IMAP for this mailbox, check the user name, or re-authorise it.';

function refused(remedy: string, cause: unknown): SignInRefused {
  return new SignInRefused(remedy, { cause });
}
