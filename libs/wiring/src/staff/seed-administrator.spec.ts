import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Id } from '#core/identity/ids';
import type { StaffMember, StaffStore } from '#core/staff/staff-store';
import type { Instant } from '#core/time/instant';

import { seedAdministrator } from './seed-administrator.js';
import { readStaffFile, staffKeyHash } from './staff-key.js';

function memoryStaff() {
  const members: StaffMember[] = [];
  const keys = new Map<string, string>();
  const store: StaffStore = {
    findByKeyHash: (hash) => {
      const owner = keys.get(hash.toString('hex'));
      return Promise.resolve(members.find(({ id }) => id === owner) ?? null);
    },
    findAdministrator: () => Promise.resolve(members[0] ?? null),
    add: (member) => {
      members.push(member);
      return Promise.resolve();
    },
    list: () => Promise.resolve([]),
    addAddress: () => Promise.resolve(true),
    removeAddress: () => Promise.resolve(true),
    addKey: ({ staffId, keyHash }) => {
      keys.set(keyHash.toString('hex'), staffId);
      return Promise.resolve();
    },
  };
  return { store, members };
}

describe('The first administrator', () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'seed-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));
  const portsOver = (staff: StaffStore) => {
    const newId = <Name extends string>() => 'staff-1' as Id<Name>;
    return { staff, clock: { now: () => 0 as Instant }, newId, dataFolder };
  };

  it('gets a key, which is kept for the command line and for nobody else', async () => {
    const { store } = memoryStaff();
    const seeding = await seedAdministrator(portsOver(store), 'http://localhost:1');
    expect(seeding.kind).toBe('seeded');
    const file = await readStaffFile(dataFolder);
    expect(file?.url).toBe('http://localhost:1');
    expect(await store.findByKeyHash(staffKeyHash(file?.key ?? ''))).toMatchObject({
      role: 'administrator',
    });
    expect((await stat(join(dataFolder, 'staff.json'))).mode & 0o777).toBe(0o600);
  });

  it('is made once; a later start only says where the town is now', async () => {
    const { store, members } = memoryStaff();
    const first = await seedAdministrator(portsOver(store), 'http://localhost:1');
    const second = await seedAdministrator(portsOver(store), 'http://localhost:2');
    expect(second).toEqual({ ...first, kind: 'known' });
    expect(members).toHaveLength(1);
    expect((await readStaffFile(dataFolder))?.url).toBe('http://localhost:2');
  });

  it('is not made again when the key is kept elsewhere', async () => {
    const { store, members } = memoryStaff();
    await seedAdministrator(portsOver(store), 'http://localhost:1');
    await rm(join(dataFolder, 'staff.json'));
    const seeding = await seedAdministrator(portsOver(store), 'http://localhost:1');
    expect(seeding).toEqual({ kind: 'kept-elsewhere' });
    expect(members).toHaveLength(1);
  });

  it('gets the key that was written when a start ended half-way', async () => {
    const { store } = memoryStaff();
    const written = { url: 'http://localhost:1', key: 'tl_written-before-the-crash' };
    await writeFile(join(dataFolder, 'staff.json'), JSON.stringify(written));
    const seeding = await seedAdministrator(portsOver(store), 'http://localhost:1');
    expect(seeding).toEqual({ kind: 'seeded', key: written.key });
  });
});
