import type { Addressee } from '#core/alert/alert';
import type { Instant } from '#core/time/instant';
import type { DueClock, WatchOutcome, WatchStore } from '#core/watch/watch-store';

import { addAlertsTo, addresseesIn } from './memory-alert-store.js';
import type { MemoryDatabase } from './memory-database.js';

export class MemoryWatchStore implements WatchStore {
  private readonly beats = new Map<string, Instant>();

  constructor(private readonly database: MemoryDatabase) {}

  async watch(
    now: Instant,
    limit: number,
    decide: (due: readonly DueClock[], addressees: readonly Addressee[]) => WatchOutcome,
  ): Promise<number> {
    return this.database.transaction(() => {
      const due = this.dueClocks(now).slice(0, limit);
      if (due.length === 0) return 0;
      this.write(decide(due, addresseesIn(this.database)));
      return due.length;
    });
  }

  beat(name: string, at: Instant): Promise<void> {
    this.beats.set(name, at);
    return Promise.resolve();
  }

  pulses(): ReturnType<WatchStore['pulses']> {
    return Promise.resolve([...this.beats].map(([name, beatAt]) => ({ name, beatAt })));
  }

  private dueClocks(now: Instant): DueClock[] {
    return this.database.clocks
      .all()
      .filter(({ nextStepAt }) => nextStepAt !== null && nextStepAt <= now)
      .toSorted((one, other) => (one.nextStepAt ?? 0) - (other.nextStepAt ?? 0))
      .flatMap((clock) => {
        const request = this.database.requests.get(clock.requestId);
        if (request === undefined) return [];
        const { number, subject, status } = request;
        return [{ clock, request: { number, subject, status } }];
      });
  }

  private write({ clocks, segments, notices, alerts }: WatchOutcome): void {
    const { database } = this;
    for (const clock of clocks) database.clocks.update(clock.id, clock);
    for (const segment of segments) {
      database.segments.insert(database.nextKey(database.segments), segment);
    }
    for (const notice of notices) {
      const { clockId, dueAt, level } = notice;
      const key = `${clockId} ${String(dueAt)} ${String(level)}`;
      if (!database.notices.update(key, notice)) database.notices.insert(key, notice);
    }
    addAlertsTo(database, alerts);
  }
}
