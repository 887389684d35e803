import type {
  OpenClock,
  OutdatedClocks,
  RecountedPage,
  RecountStore,
} from '#core/recount/recount-store';
import { isClosed } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';
import { BREACH_LEVEL } from '#core/sla/clock-steps';
import { earliest } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { insertOutboxRow } from './memory-outbox-rows.js';
import type { ClockRow } from './memory-rows.js';

export class MemoryRecountStore implements RecountStore {
  constructor(private readonly database: MemoryDatabase) {}

  async *openClocks(calendarName: string, pageSize: number): AsyncGenerator<readonly OpenClock[]> {
    const open = await this.database.transaction(() =>
      this.open((clock) => clock.calendarName === calendarName),
    );
    for (let at = 0; at < open.length; at += pageSize) yield open.slice(at, at + pageSize);
  }

  async recountPage(
    { calendarName, calendarVersion, limit }: OutdatedClocks,
    plan: (clocks: readonly OpenClock[]) => RecountedPage,
  ): Promise<number> {
    return this.database.transaction(() => {
      const isOutdated = (clock: ClockRow) =>
        clock.calendarName === calendarName && clock.calendarVersion < calendarVersion;
      const found = this.open(isOutdated).slice(0, limit);
      if (found.length === 0) return 0;
      this.database.onStatement('recountPage', found);
      this.write(plan(found));
      this.database.onStatement('recountedPage', found);
      return found.length;
    });
  }

  private open(wanted: (clock: ClockRow) => boolean): OpenClock[] {
    const { database } = this;
    return database.clocks
      .all()
      .filter((clock) => clock.state === 'running' || clock.state === 'paused')
      .filter(wanted)
      .flatMap((clock) => {
        const request = database.requests.get(clock.requestId);
        if (request === undefined) return [];
        const { id, number, language, channelAccountId, channelRef, contactPointId, expectedAt } =
          request;
        const history = database.segments.all().filter(({ clockId }) => clockId === clock.id);
        const acknowledged = database.outbox
          .all()
          .some(
            ({ requestId, kind, state }) =>
              requestId === id &&
              kind === 'acknowledgement' &&
              state !== 'failed' &&
              state !== 'withdrawn',
          );
        const told = {
          id,
          number,
          language,
          channelAccountId,
          channelRef,
          contactPointId,
          expectedAt,
        };
        return [{ clock, history, request: { ...told, acknowledged } }];
      });
  }

  private write({ clocks, segments, promises, messages, audit }: RecountedPage): void {
    const { database } = this;
    for (const clock of clocks) database.clocks.update(clock.id, clock);
    for (const segment of segments) {
      database.segments.insert(database.nextKey(database.segments), segment);
    }
    this.annulNotices(segments);
    for (const { requestId, expectedAt } of promises) {
      database.requests.update(requestId, { expectedAt });
    }
    for (const { requestId } of clocks) this.moveDeadline(requestId);
    for (const message of messages) insertOutboxRow(database, message);
    database.audit.insert(database.nextKey(database.audit), audit);
  }

  private annulNotices(segments: RecountedPage['segments']): void {
    const annulled = segments.filter(({ kind }) => kind === 'annulled');
    for (const { clockId, recordedAt: annulledAt } of annulled) {
      for (const notice of this.database.notices.all()) {
        const { dueAt, level } = notice;
        if (notice.clockId !== clockId || level < BREACH_LEVEL) continue;
        const key = `${clockId} ${String(dueAt)} ${String(level)}`;
        if (notice.annulledAt === undefined) this.database.notices.update(key, { annulledAt });
      }
    }
  }

  private moveDeadline(requestId: OpenClock['request']['id']): void {
    const request = this.database.requests.get(requestId);
    if (request === undefined) return;
    const running = this.database.clocks
      .all()
      .filter((clock) => clock.requestId === requestId && clock.state === 'running');
    const nextDeadlineAt = earliest(running.map(({ dueAt }) => dueAt));
    const streamKey = isClosed(request.status) ? null : streamKeyOf(requestId, nextDeadlineAt);
    this.database.requests.update(requestId, { nextDeadlineAt, streamKey });
  }
}
