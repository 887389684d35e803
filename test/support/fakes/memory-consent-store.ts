import type { ConsentRecord, ConsentStore } from '#core/consent/consent-store';
import type { AddressKey } from '#core/identity/binary-key';
import type { NewContactPoint } from '#core/request/records';

import { optOutsOf } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';

export class MemoryConsentStore implements ConsentStore {
  constructor(private readonly database: MemoryDatabase) {}

  async ofRequest(number: string): Promise<ConsentRecord | null> {
    return this.database.transaction(() => {
      const { requests, contactPoints } = this.database;
      const id = requests.findUnique(0, number)?.contactPointId;
      return this.recordOf(id === undefined ? undefined : contactPoints.get(id));
    });
  }

  async ofAddress(key: AddressKey): Promise<ConsentRecord | null> {
    return this.database.transaction(() => {
      const points = this.database.contactPoints.all();
      return this.recordOf(points.find(({ addressKey }) => addressKey?.equals(key) === true));
    });
  }

  private recordOf(point: NewContactPoint | undefined): ConsentRecord | null {
    if (point === undefined) return null;
    const { consentEntries, staff } = this.database;
    const { kind, address } = point;
    const entries = consentEntries
      .all()
      .filter(({ contactPointId }) => contactPointId === point.id)
      .map((entry) => ({ ...entry, staffName: staff.get(entry.staffId ?? '')?.name ?? null }));
    return { kind, address, optOuts: optOutsOf(this.database, point.id), entries };
  }
}
