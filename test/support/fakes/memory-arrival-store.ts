import type { PlannedAlert } from '#core/alert/plan-alert';
import type { ChannelAccountId } from '#core/identity/ids';
import type { Arrivals, ArrivalStore, CountedPage, CountTerms } from '#core/silence/arrival-store';
import { hourOf, KEPT_MS, STOOD_STILL_MS } from '#core/silence/keep-arrivals';
import type { Instant } from '#core/time/instant';

import { addAlertsTo } from './memory-alert-store.js';
import type { MemoryDatabase } from './memory-database.js';
import type { ArrivalCursorRow, EnvelopeRow } from './memory-rows.js';

const CURSOR = 'envelopes';
const unbegun: ArrivalCursorRow = {
  ...{ countedId: 0, notedId: 0, notedAt: null, countedUntilAt: null },
};

export class MemoryArrivalStore implements ArrivalStore {
  constructor(private readonly database: MemoryDatabase) {}

  async count({ now, settleMs, limit }: CountTerms): Promise<CountedPage> {
    return this.database.transaction(() => {
      const cursor = this.cursor();
      const { countedId, notedId, notedAt } = cursor;
      if (notedAt === null) {
        this.move({ ...unbegun, notedId: this.newestId(), notedAt: now });
        return { counted: 0, more: false, heardAgain: [] };
      }
      if (now - notedAt < settleMs) return { counted: 0, more: false, heardAgain: [] };
      const page = this.database.envelopes
        .all()
        .filter(({ id }) => id > countedId && id <= notedId)
        .slice(0, limit);
      const kept = page.filter(({ receivedAt }) => receivedAt >= now - KEPT_MS);
      const heardAgain = [...new Set(kept.flatMap((row) => this.hear(row)))];
      const counted = page.length;
      if (counted === limit) {
        this.move({ ...cursor, countedId: page.at(-1)?.id ?? countedId });
        return { counted, more: true, heardAgain };
      }
      this.finish(cursor, notedAt, now);
      return { counted, more: false, heardAgain };
    });
  }

  async read(): Promise<Arrivals> {
    return this.database.transaction(() => ({
      countedUntilAt: this.cursor().countedUntilAt,
      accounts: this.database.arrivalAccounts
        .all()
        .toSorted((one, other) => (one.channelAccountId < other.channelAccountId ? -1 : 1)),
    }));
  }

  async hours(
    account: ChannelAccountId,
    from: Instant,
    to: Instant,
  ): ReturnType<ArrivalStore['hours']> {
    return this.database.transaction(() =>
      this.database.arrivalHours
        .all()
        .filter((hour) => hour.account === account && hour.startAt >= from && hour.startAt < to)
        .toSorted((one, other) => one.startAt - other.startAt)
        .map(({ startAt, arrivals }) => ({ startAt, arrivals })),
    );
  }

  async watchFrom(accounts: readonly ChannelAccountId[], at: Instant): Promise<void> {
    await this.database.transaction(() => {
      for (const id of accounts) this.database.arrivalAccounts.update(id, { watchedFromAt: at });
    });
  }

  async alarm(
    account: ChannelAccountId,
    lastAt: Instant,
    alerts: readonly PlannedAlert[],
  ): Promise<boolean> {
    return this.database.transaction(() => {
      const known = this.database.arrivalAccounts.get(account);
      if (known?.lastAt !== lastAt || known.silentFromAt !== null) return false;
      this.database.arrivalAccounts.update(account, { silentFromAt: lastAt });
      addAlertsTo(this.database, alerts);
      return true;
    });
  }

  private hear({ channelAccountId, receivedAt }: EnvelopeRow): readonly ChannelAccountId[] {
    const { arrivalHours, arrivalAccounts } = this.database;
    const startAt = hourOf(receivedAt);
    const key = `${channelAccountId} ${String(startAt)}`;
    const hour = arrivalHours.get(key);
    if (hour === undefined) {
      arrivalHours.insert(key, { account: channelAccountId, startAt, arrivals: 1 });
    } else {
      arrivalHours.update(key, { arrivals: hour.arrivals + 1 });
    }
    const known = arrivalAccounts.get(channelAccountId);
    if (known === undefined) {
      const fresh = { watchedFromAt: null, silentFromAt: null };
      const times = { firstAt: receivedAt, lastAt: receivedAt };
      arrivalAccounts.insert(channelAccountId, { channelAccountId, ...times, ...fresh });
      return [];
    }
    if (receivedAt <= known.lastAt) return [];
    arrivalAccounts.update(channelAccountId, { lastAt: receivedAt, silentFromAt: null });
    return known.silentFromAt === null ? [] : [channelAccountId];
  }

  private finish(cursor: ArrivalCursorRow, notedAt: Instant, now: Instant): void {
    const { arrivalAccounts, arrivalHours } = this.database;
    const next = { notedId: this.newestId(), notedAt: now, countedUntilAt: notedAt };
    this.move({ countedId: cursor.notedId, ...next });
    if (now - notedAt >= STOOD_STILL_MS) {
      for (const { channelAccountId } of arrivalAccounts.all()) {
        arrivalAccounts.update(channelAccountId, { watchedFromAt: now });
      }
    }
    for (const { account, startAt } of arrivalHours.all()) {
      if (startAt < notedAt - KEPT_MS) arrivalHours.delete(`${account} ${String(startAt)}`);
    }
  }

  private cursor(): ArrivalCursorRow {
    return this.database.arrivalCursor.get(CURSOR) ?? unbegun;
  }

  private move(next: ArrivalCursorRow): void {
    const { arrivalCursor } = this.database;
    if (!arrivalCursor.update(CURSOR, next)) arrivalCursor.insert(CURSOR, next);
  }

  private newestId(): number {
    return Math.max(0, ...this.database.envelopes.all().map(({ id }) => id));
  }
}
