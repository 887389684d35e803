import type { ServiceRequestId } from '#core/identity/ids';
import type { ClockStore } from '#core/sla/clock-store';

import type { MemoryDatabase } from './memory-database.js';

export class MemoryClockStore implements ClockStore {
  constructor(private readonly database: MemoryDatabase) {}

  async ofRequest(requestId: ServiceRequestId): ReturnType<ClockStore['ofRequest']> {
    const { database } = this;
    return database.transaction(() =>
      database.clocks
        .all()
        .filter((clock) => clock.requestId === requestId)
        .toSorted((one, other) => one.startedAt - other.startedAt)
        .map((clock) => ({
          clock,
          history: database.segments.all().filter(({ clockId }) => clockId === clock.id),
        })),
    );
  }
}
