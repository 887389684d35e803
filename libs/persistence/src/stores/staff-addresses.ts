import { randomUUID } from 'node:crypto';

import type { AuditEntry } from '#core/audit/audit-entry';
import type { StaffId } from '#core/identity/ids';
import type { ListedStaff, StaffAddress, StaffRole } from '#core/staff/staff-store';
import type { Instant } from '#core/time/instant';

import { staffAddressTable } from '../entities/staff-address.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantText } from '../sql/instant-text.js';
import type { SqlSession } from '../sql/sql-session.js';
import { insertAudit } from './registration/record-inserts.js';

export async function listStaff(session: SqlSession): Promise<readonly ListedStaff[]> {
  const rows = await session.rows<StaffRow>(
    'SELECT s.id, s.name, s.role, a.kind, a.address FROM staff s ' +
      'LEFT JOIN staff_address a ON a.staffId = s.id ORDER BY s.name, s.id, a.position',
  );
  const members = new Map<StaffId, ListedStaff & { addresses: Address[] }>();
  for (const { id, name, role, kind, address } of rows) {
    const member = members.get(id) ?? { id, name, role, addresses: [] };
    if (kind !== null && address !== null) member.addresses.push({ kind, address });
    members.set(id, member);
  }
  return [...members.values()];
}

type Address = ListedStaff['addresses'][number];

interface StaffRow {
  readonly id: StaffId;
  readonly name: string;
  readonly role: StaffRole;
  readonly kind: string | null;
  readonly address: string | null;
}

export async function addAddress(
  session: SqlSession,
  { staffId, kind, address }: StaffAddress,
  at: Instant,
  audit: AuditEntry,
): Promise<boolean> {
  // The person's row is the lock: two addresses never take the same place.
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  await session.rows(`SELECT id FROM staff WHERE id = ?${lock}`, [staffId]);
  const known = await session.rows<Address & { readonly position: number }>(
    'SELECT kind, address, position FROM staff_address WHERE staffId = ?',
    [staffId],
  );
  if (known.some((one) => one.kind === kind && one.address === address)) return false;
  const position = Math.max(-1, ...known.map((one) => one.position)) + 1;
  const values = [randomUUID(), staffId, kind, address, position, instantText(at)];
  await session.insert(intoAddresses, values);
  await insertAudit(session, [audit]);
  return true;
}

const intoAddresses = insertInto(staffAddressTable, [
  'id',
  'staffId',
  'kind',
  'address',
  'position',
  'createdAt',
]);

export async function removeAddress(
  session: SqlSession,
  { staffId, kind, address }: StaffAddress,
  audit: AuditEntry,
): Promise<boolean> {
  const removed = await session.run(
    'DELETE FROM staff_address WHERE staffId = ? AND kind = ? AND address = ?',
    [staffId, kind, address],
  );
  if (removed > 0) await insertAudit(session, [audit]);
  return removed > 0;
}
