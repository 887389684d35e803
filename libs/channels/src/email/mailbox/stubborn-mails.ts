import { type Instant, MINUTE } from '#core/time/instant';

/** What is still tried for a mail: all of it, its header only, or nothing. */
export type Patience = 'fetch' | 'header' | 'none';

interface Failing {
  readonly uid: number;
  readonly tries: number;
  readonly since: Instant;
}

const ENOUGH_TRIES = 10;
const ENOUGH_MS = 10 * MINUTE;

/**
 * Remembers the mail at which a mailbox hangs: one whose fetching the server refuses, or during
 * which the connection ends. It is tried alone for a while, because skipping it would lose it and
 * waiting for ever would hold up everybody behind it.
 */
export class StubbornMails {
  private readonly failing = new Map<string, Failing>();

  /** Such a mailbox is read last: its mail may end the connection for the others. */
  isIn(mailbox: string): boolean {
    return this.failing.has(mailbox);
  }

  isAt(mailbox: string, uid: number): boolean {
    return this.failing.get(mailbox)?.uid === uid;
  }

  failed(mailbox: string, uid: number, now: Instant): void {
    const before = this.failing.get(mailbox);
    const { tries, since } = before?.uid === uid ? before : { tries: 0, since: now };
    this.failing.set(mailbox, { uid, tries: tries + 1, since });
  }

  passed(mailbox: string): void {
    this.failing.delete(mailbox);
  }

  patience(mailbox: string, uid: number, now: Instant): Patience {
    const failing = this.failing.get(mailbox);
    if (failing?.uid !== uid || now - failing.since < ENOUGH_MS) return 'fetch';
    if (failing.tries < ENOUGH_TRIES) return 'fetch';
    return failing.tries < 2 * ENOUGH_TRIES ? 'header' : 'none';
  }
}
