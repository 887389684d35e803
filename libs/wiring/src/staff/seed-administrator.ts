import { StoreConflict } from '#core/error/store-errors';
import type { NewId } from '#core/identity/ids';
import type { StaffMember, StaffStore } from '#core/staff/staff-store';
import type { Clock } from '#core/time/clock';

import { newStaffKey, readStaffFile, staffKeyHash, writeStaffFile } from './staff-key.js';

export interface SeedPorts {
  readonly staff: StaffStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly dataFolder: string;
}

export type Seeding =
  /** A new key: shown once, kept in the data folder for the command line. */
  | { readonly kind: 'seeded'; readonly key: string }
  /** The key of the data folder still opens the town. */
  | { readonly kind: 'known'; readonly key: string }
  /** There is an administrator, and the data folder has no key of theirs. */
  | { readonly kind: 'kept-elsewhere' };

/**
 * Makes the first administrator and their API key, and writes where the town is for the command
 * line. The key file is written before the key counts, so that a crash in between loses nothing.
 */
export async function seedAdministrator(ports: SeedPorts, url: string): Promise<Seeding> {
  const known = await readStaffFile(ports.dataFolder);
  if (known !== null && (await ports.staff.findByKeyHash(staffKeyHash(known.key))) !== null) {
    await writeStaffFile(ports.dataFolder, { url, key: known.key });
    return { kind: 'known', key: known.key };
  }
  if ((await ports.staff.findAdministrator()) !== null) return { kind: 'kept-elsewhere' };
  const key = known?.key ?? newStaffKey();
  await writeStaffFile(ports.dataFolder, { url, key });
  await addAdministrator(ports, key);
  return { kind: 'seeded', key };
}

async function addAdministrator({ staff, clock, newId }: SeedPorts, key: string): Promise<void> {
  const createdAt = clock.now();
  const member: StaffMember = {
    id: newId<'Staff'>(),
    name: 'Administrator',
    role: 'administrator',
  };
  const subject = `staff:${member.id}`;
  const audit = { at: createdAt, staffId: null, subject, detail: {} };
  try {
    await staff.add({ ...member, createdAt }, { ...audit, action: 'staff.created' });
    const keyHash = staffKeyHash(key);
    await staff.addKey(
      { staffId: member.id, keyHash, createdAt },
      { ...audit, action: 'key.created' },
    );
  } catch (error) {
    // Another process of the town seeded the same key at the same moment.
    if (!(error instanceof StoreConflict)) throw error;
  }
}
