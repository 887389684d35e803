import type { StaffId } from '#core/identity/ids';
import type { StaffMember, StaffRole, StaffStore } from '#core/staff/staff-store';

import { staffTable } from '../entities/staff.entity.js';
import { staffKeyTable } from '../entities/staff-key.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantText } from '../sql/instant-text.js';
import type { SqlDatabase } from '../sql/sql-session.js';
import { insertAudit } from './registration/record-inserts.js';
import { addAddress, listStaff, removeAddress } from './staff-addresses.js';

export function staffStore(database: SqlDatabase): StaffStore {
  return {
    findByKeyHash: (keyHash) =>
      findOne(
        database,
        'SELECT s.id, s.name, s.role FROM staff_key k JOIN staff s ON s.id = k.staffId WHERE k.keyHash = ?',
        [keyHash],
      ),
    findAdministrator: () =>
      findOne(
        database,
        "SELECT id, name, role FROM staff WHERE role = 'administrator' ORDER BY createdAt, id LIMIT 1",
        [],
      ),
    list: () => database.session((session) => listStaff(session)),
    addAddress: (address, at, audit) =>
      database.transaction((session) => addAddress(session, address, at, audit)),
    removeAddress: (address, audit) =>
      database.transaction((session) => removeAddress(session, address, audit)),
    add: (member, audit) =>
      database.transaction(async (session) => {
        const { id, name, role, createdAt } = member;
        await session.insert(intoStaff, [id, name, role, instantText(createdAt)]);
        await insertAudit(session, [audit]);
      }),
    addKey: (key, audit) =>
      database.transaction(async (session) => {
        const { keyHash, staffId, createdAt } = key;
        await session.insert(intoKeys, [keyHash, staffId, instantText(createdAt)]);
        await insertAudit(session, [audit]);
      }),
  };
}

const intoStaff = insertInto(staffTable, ['id', 'name', 'role', 'createdAt']);
const intoKeys = insertInto(staffKeyTable, ['keyHash', 'staffId', 'createdAt']);

async function findOne(
  database: SqlDatabase,
  sql: string,
  values: readonly Buffer[],
): Promise<StaffMember | null> {
  const [row] = await database.session((session) =>
    session.rows<{ readonly id: StaffId; readonly name: string; readonly role: StaffRole }>(
      sql,
      values,
    ),
  );
  return row === undefined ? null : { id: row.id, name: row.name, role: row.role };
}
