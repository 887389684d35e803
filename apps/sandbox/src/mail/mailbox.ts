import type { ReadMail } from './read-mail.js';

/** Who wrote a mail: the citizen, the town, or the mail system and its responders. */
export type Writer = 'citizen' | 'town' | 'machine';

/** What became of a mail to the town. */
export type Way =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'on-its-way' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface KeptMail {
  readonly id: string;
  readonly at: string;
  readonly writer: Writer;
  readonly mail: ReadMail;
  way: Way;
}

export interface Thread {
  readonly id: string;
  readonly mails: readonly KeptMail[];
}

interface Arrival {
  readonly id: string;
  readonly at: string;
  readonly writer: Writer;
  /** The mail it was made in answer to, where no header says so. */
  readonly about: string | null;
}

const MOST_THREADS = 500;

/**
 * What the citizens of the sandbox sent and got, in threads as mail programs make them: by the ids that
 * In-Reply-To and References name. The ledger has everything; the mailbox keeps the newest threads.
 */
export class Mailbox {
  private readonly threads = new Map<string, KeptMail[]>();

  add(arrival: Arrival, mail: ReadMail): void {
    const { about, ...kept } = arrival;
    const way: Way = { kind: kept.writer === 'town' ? 'arrived' : 'on-its-way' };
    const threadId = this.threadOf(mail, about) ?? kept.id;
    const mails = this.threads.get(threadId) ?? [];
    // The newest thread is the last one: a mail brings its thread to the end.
    this.threads.delete(threadId);
    this.threads.set(threadId, [...mails, { ...kept, mail, way }]);
    const [oldest] = this.threads.keys();
    if (this.threads.size > MOST_THREADS && oldest !== undefined) this.threads.delete(oldest);
  }

  settle(id: string, way: Way): void {
    for (const mails of this.threads.values()) {
      const kept = mails.find((mail) => mail.id === id);
      if (kept !== undefined) kept.way = way;
    }
  }

  newestFirst(): readonly Thread[] {
    return [...this.threads].map(([id, mails]) => ({ id, mails })).toReversed();
  }

  thread(id: string): Thread | null {
    const mails = this.threads.get(id);
    return mails === undefined ? null : { id, mails };
  }

  private threadOf({ inReplyTo, references }: ReadMail, about: string | null): string | null {
    const named = [inReplyTo, ...references.toReversed()];
    const found = [...this.threads].find(([, mails]) =>
      mails.some(({ id, mail }) => id === about || named.includes(mail.messageId ?? '')),
    );
    return found?.[0] ?? null;
  }
}
