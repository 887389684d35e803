import type { DutyDecision, DutyReport, DutyStore } from '#core/emergency/duty-report';
import type { ServiceRequestId } from '#core/identity/ids';

import type { MemoryDatabase } from './memory-database.js';
import { moveDeadline } from './memory-emergency-rows.js';

type Decide<Value> = (
  duty: Parameters<Parameters<DutyStore['report']>[1]>[0],
) => DutyDecision<Value>;

export class MemoryDutyStore implements DutyStore {
  constructor(private readonly database: MemoryDatabase) {}

  async report<Value>(requestNumber: string, decide: Decide<Value>): Promise<Value | null> {
    return this.database.transaction(() => {
      const { requests, clocks, segments, audit, dutyReports } = this.database;
      const request = requests.all().find(({ number }) => number === requestNumber);
      if (request === undefined) return null;
      const { id: requestId } = request;
      const duties = clocks
        .all()
        .filter((clock) => clock.requestId === requestId && clock.kind === 'duty');
      const { value, written } = decide({ requestId, clocks: duties });
      if (written === null) return value;
      dutyReports.insert(written.report.id, written.report);
      for (const { clock, segments: gained } of written.changes) {
        clocks.update(clock.id, clock);
        for (const segment of gained) segments.insert(this.database.nextKey(segments), segment);
      }
      if (written.changes.length > 0) moveDeadline(this.database, requestId);
      audit.insert(this.database.nextKey(audit), written.audit);
      return value;
    });
  }

  async ofRequest(requestId: ServiceRequestId): Promise<readonly DutyReport[]> {
    return this.database.transaction(() =>
      this.database.dutyReports.all().filter((report) => report.requestId === requestId),
    );
  }
}
