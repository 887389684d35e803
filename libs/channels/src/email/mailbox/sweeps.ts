import type { Instant } from '#core/time/instant';

import { GrowingPause } from './growing-pause.js';

/**
 * When a mailbox is searched for mails that are kept and not yet marked or moved: once in the life of
 * a process, and again after a refusal. Not with every poll: a person who marks a mail as unread in
 * the same mailbox means it.
 */
export class Sweeps {
  private readonly done = new Set<string>();
  private readonly pauses = new Map<string, GrowingPause>();

  isDue(mailbox: string, now: Instant): boolean {
    return !this.done.has(mailbox) && (this.pauses.get(mailbox)?.until(now) ?? null) === null;
  }

  swept(mailbox: string): void {
    this.done.add(mailbox);
    this.pauses.delete(mailbox);
  }

  refused(mailbox: string, now: Instant): void {
    this.done.delete(mailbox);
    const pause = this.pauses.get(mailbox) ?? new GrowingPause();
    pause.refused(now);
    this.pauses.set(mailbox, pause);
  }
}
