import type { ImapFlow } from 'imapflow';

import type { IncomingSettings } from '../settings.js';
import { connectMailbox } from './connect-mailbox.js';
import type { IncomingParts } from './incoming-parts.js';
import { StubbornMails } from './stubborn-mails.js';
import { Sweeps } from './sweeps.js';

/**
 * The connection that an account polls with, kept from poll to poll: new mail is fetched without
 * signing in first, and servers count sign-ins. It ends by itself when it is not used for a minute.
 */
export class MailboxSession {
  readonly stubborn = new StubbornMails();
  readonly sweeps = new Sweeps();
  private client: ImapFlow | null = null;
  private lastUse: Promise<unknown> = Promise.resolve();

  /**
   * One use after the other. When a kept connection turns out to be dead the work begins once more
   * on a new one, so it must not have changed anything before its last command.
   */
  async use<Result>(
    parts: IncomingParts,
    signal: AbortSignal,
    work: (client: ImapFlow) => Promise<Result>,
  ): Promise<Result> {
    const before = this.lastUse;
    const using = before.catch(() => undefined).then(() => this.useNow(parts, signal, work));
    this.lastUse = using;
    return using;
  }

  close(): void {
    this.client?.close();
    this.client = null;
  }

  private async useNow<Result>(
    parts: IncomingParts,
    signal: AbortSignal,
    work: (client: ImapFlow) => Promise<Result>,
  ): Promise<Result> {
    const end = (): void => this.close();
    signal.addEventListener('abort', end, { once: true });
    try {
      const kept = this.client?.usable === true ? this.client : null;
      if (kept === null) return await work(await this.connect(parts, signal));
      try {
        return await work(kept);
      } catch (error) {
        if (kept.usable || signal.aborted) throw error;
        return await work(await this.connect(parts, signal));
      }
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  private async connect(parts: IncomingParts, signal: AbortSignal): Promise<ImapFlow> {
    this.close();
    this.client = await connectMailbox(parts, signal);
    return this.client;
  }
}

/** By settings object, which lives as long as the adapter that was made with it. */
const sessions = new WeakMap<IncomingSettings, MailboxSession>();

export function sessionOf({ incoming }: IncomingParts): MailboxSession {
  const known = sessions.get(incoming);
  if (known !== undefined) return known;
  const session = new MailboxSession();
  sessions.set(incoming, session);
  return session;
}

/** Ends what is kept; for the end of the adapter. */
export function closeIncoming(parts: Pick<IncomingParts, 'incoming'>): void {
  sessions.get(parts.incoming)?.close();
  sessions.delete(parts.incoming);
}
