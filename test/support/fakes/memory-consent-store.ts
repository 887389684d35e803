import type { ConsentRecord, ConsentStore } from '#core/consent/consent-store';

import { optOutsOf } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';

export class MemoryConsentStore implements ConsentStore {
  constructor(private readonly database: MemoryDatabase) {}

  async ofRequest(number: string): Promise<ConsentRecord | null> {
    return this.database.transaction(() => {
      const { requests, contactPoints, consentEntries, staff } = this.database;
      const id = requests.findUnique(0, number)?.contactPointId;
      const point = id === undefined ? undefined : contactPoints.get(id);
      if (point === undefined) return null;
      const { kind, address } = point;
      const entries = consentEntries
        .all()
        .filter(({ contactPointId }) => contactPointId === point.id)
        .map((entry) => ({ ...entry, staffName: staff.get(entry.staffId ?? '')?.name ?? null }));
      return { kind, address, optOuts: optOutsOf(this.database, point.id), entries };
    });
  }
}
