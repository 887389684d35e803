import type { SenderAddress } from '../channel/normalised.js';
import { addressKeyOf } from '../identity/binary-key.js';
import type { StaffId } from '../identity/ids.js';
import { type Service, type ServiceCatalogue, serviceCatalogue } from '../service/service.js';
import type { ListedStaff } from '../staff/staff-store.js';

/** What registration knows of the town by heart, so that no message costs a look-up. */
export interface IntakeKnowledge {
  readonly services: ServiceCatalogue;
  /** Who of the town's own people this address belongs to. */
  staffAt(sender: Pick<SenderAddress, 'kind' | 'address'>): StaffId | null;
}

export function intakeKnowledge(
  services: readonly Service[],
  staff: readonly Pick<ListedStaff, 'id' | 'addresses'>[],
): IntakeKnowledge {
  const staffByAddress = new Map<string, StaffId>();
  for (const { id, addresses } of staff) {
    for (const { kind, address } of addresses) staffByAddress.set(keyOf(kind, address), id);
  }
  return {
    services: serviceCatalogue(services),
    staffAt: ({ kind, address }) => staffByAddress.get(keyOf(kind, address)) ?? null,
  };
}

function keyOf(kind: string, address: string): string {
  return addressKeyOf(kind, address.toLowerCase()).toString('hex');
}
