import type { EmergencySweepPorts } from '#core/emergency/sweep-emergencies';
import { ROTA_NAME } from '#core/emergency/sweep-emergencies';
import type { StaffId } from '#core/identity/ids';
import type { CheckpointName } from '#core/intake/checkpoint';
import type { StaffRole } from '#core/staff/staff-store';
import { instantFromIso, MINUTE } from '#core/time/instant';

import { FakeAccounts } from './fake-accounts.js';
import { fakeAccount, fakeAdapter } from './fake-channel.js';
import { MemoryAlertStore } from './memory-alert-store.js';
import { MemoryTown } from './memory-town.js';

/** A Monday evening in New York: the office closed at seven. */
export const EVENING = '2026-11-17T01:00:00Z';

/** A town with people on call, whose fake channel reaches e-mail addresses. */
export class PagingTown extends MemoryTown {
  /** Set it to die at a step. */
  atStep: (name: CheckpointName) => void = () => undefined;
  readonly alerts = new MemoryAlertStore(this.database);

  constructor(at = EVENING) {
    const adapter = {
      ...fakeAdapter(),
      addressTo: ({ kind, address }: { readonly kind: string; readonly address: string }) =>
        kind === 'email' ? `to ${address}` : null,
    };
    super(new FakeAccounts(fakeAccount({ adapter })));
    this.clock.moveTo(instantFromIso(at));
  }

  get sweepPorts(): EmergencySweepPorts {
    const { emergencies, documents, accounts, newId, town } = this;
    return {
      ...{ emergencies, documents, accounts, newId, town, alerts: this.alerts },
      checkpoint: (name) => this.atStep(name),
      tellableAt: (now) => now,
      pageLink: (emergencyId, staffId) => `https://town.example/page/${emergencyId}-${staffId}`,
      pageCode: (emergencyId, staffId) => this.pageLinks.codeOf({ emergencyId, staffId }),
      nextPersonAfterMs: 5 * MINUTE,
    };
  }

  /** A member of staff; null for no address. */
  hire(name: string, role: StaffRole, address: string | null = `${name}@town.example`): StaffId {
    const id = this.newId<'Staff'>();
    this.database.staff.insert(id, { id, name, role, createdAt: this.clock.now() });
    if (address !== null) {
      this.database.staffAddresses.insert(address, { staffId: id, kind: 'email', address });
    }
    return id;
  }

  /** Day and night, every day of the week. */
  onCall(person: string, deputies: readonly string[], supervisors: readonly string[]): void {
    const shifts = [
      { from: 'mon 00:00', to: 'sun 00:00', person, deputies },
      { from: 'sun 00:00', to: 'mon 00:00', person, deputies },
    ];
    this.database.documents.insert('rota', {
      ...{ kind: 'rota', name: ROTA_NAME, version: 1, savedBy: null },
      body: JSON.stringify({ shifts, supervisors }),
      savedAt: this.clock.now(),
    });
  }

  /** To whom pages left, in order. */
  paged(): string[] {
    return this.database.outbox
      .all()
      .filter(({ kind }) => kind === 'emergency-page')
      .map(({ channelRef }) => channelRef.replace(/^to (.*)@town\.example$/, '$1'));
  }
}
