import { setTimeout as sleep } from 'node:timers/promises';

import type { ImapFlow } from 'imapflow';

import { MINUTE, SECOND } from '#core/time/instant';

import { connectMailbox } from './mailbox/connect-mailbox.js';
import type { IncomingParts } from './mailbox/incoming-parts.js';
import { MailboxesUnavailable } from './mailbox/mailbox-errors.js';
import { examine } from './mailbox/open-mailbox.js';

export interface WatchTimes {
  /** After so long the server is asked whether it still listens: a dead link makes no sound. */
  readonly askEveryMs: number;
  readonly answerWithinMs: number;
  readonly openAgainAfterMs: number;
}

/** Below the half hour after which servers hang up, and below what address translators forget. */
const usualTimes: WatchTimes = {
  askEveryMs: 5 * MINUTE,
  answerWithinMs: 20 * SECOND,
  openAgainAfterMs: 5 * MINUTE,
};

/** Providers allow some fifteen connections at once; further mailboxes are polled only. */
const MAX_WATCHED = 5;

/**
 * Holds a connection for each of the first mailboxes and rings when the server announces mail (IDLE,
 * RFC 2177), and once when it begins, for what came in between. Rejects when a connection ends.
 */
export async function watch(
  parts: IncomingParts,
  ring: () => void,
  signal: AbortSignal,
  times: WatchTimes = usualTimes,
): Promise<void> {
  const together = new AbortController();
  const endAll = (): void => together.abort();
  signal.addEventListener('abort', endAll, { once: true });
  if (signal.aborted) endAll();
  const watching = parts.incoming.mailboxes
    .slice(0, MAX_WATCHED)
    .map((mailbox) => watchOne({ parts, mailbox, ring, times }, together.signal).finally(endAll));
  try {
    const ended = await Promise.allSettled(watching);
    const failure = ended.find((one) => one.status === 'rejected');
    if (failure !== undefined && !signal.aborted) throw failure.reason;
  } finally {
    signal.removeEventListener('abort', endAll);
  }
}

interface Watched {
  readonly parts: IncomingParts;
  readonly mailbox: string;
  readonly ring: () => void;
  readonly times: WatchTimes;
}

async function watchOne(watched: Watched, signal: AbortSignal): Promise<void> {
  const { parts, mailbox, times } = watched;
  const silenceMs = times.askEveryMs + times.answerWithinMs + MINUTE;
  while (!signal.aborted) {
    const client = await connectMailbox(parts, signal, silenceMs);
    try {
      if ((await examine(client, mailbox)) !== null) await ringFor(client, watched, signal);
    } finally {
      client.close();
    }
    // A mailbox that is missing must not keep the others from being watched.
    await pause(times.openAgainAfterMs, signal);
  }
}

async function ringFor(
  client: ImapFlow,
  { ring, times }: Watched,
  signal: AbortSignal,
): Promise<void> {
  client.on('exists', ring);
  ring();
  while (!signal.aborted) await listen(client, times, signal);
}

/** Listens for a while; then the server must answer, which also renews the IDLE. */
async function listen(client: ImapFlow, times: WatchTimes, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const idling = client
    .idle()
    .catch(() => undefined)
    .finally(() => ended.abort());
  await pause(times.askEveryMs, AbortSignal.any([ended.signal, signal]));
  if (signal.aborted) return;
  if (!client.usable || client.mailbox === false) throw new MailboxesUnavailable(CONNECTION_ENDED);
  // Some servers end the IDLE themselves, and some do not know it.
  if (ended.signal.aborted) await pause(SECOND, signal);
  await answered(client.noop(), times.answerWithinMs);
  await idling;
}

const CONNECTION_ENDED = 'The connection that listens for mail ended.';

async function answered(answer: Promise<unknown>, withinMs: number): Promise<void> {
  const late = new AbortController();
  const deadline = pause(withinMs, late.signal).then(() => 'late' as const);
  try {
    if ((await Promise.race([answer, deadline])) === 'late') {
      throw new MailboxesUnavailable(CONNECTION_ENDED);
    }
  } finally {
    late.abort();
    answer.catch(() => undefined);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
