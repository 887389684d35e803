import type { EmergencyKind } from '#core/emergency/emergency-kind';
import type { Service, ServiceStore } from '#core/service/service';

import type { SqlDatabase } from '../sql/sql-session.js';

export function serviceStore(database: SqlDatabase): ServiceStore {
  return {
    async list() {
      const rows = await database.session((session) => session.rows<ServiceRow>(listSql));
      return rows.map(serviceOf);
    },
  };
}

interface ServiceRow {
  readonly code: string;
  readonly nameEn: string;
  readonly nameEs: string;
  readonly department: string;
  readonly groupName: string;
  readonly target: string;
  readonly afterHours: string;
  readonly emergencyKind: EmergencyKind | null;
  readonly enabled: number;
  readonly version: number;
}

const listSql =
  'SELECT code, nameEn, nameEs, department, groupName, target, afterHours, emergencyKind, enabled, version ' +
  'FROM service ORDER BY groupName, code';

function serviceOf(row: ServiceRow): Service {
  const { code, nameEn: en, nameEs: es, department, groupName: group } = row;
  const { target, afterHours, emergencyKind, version } = row;
  return {
    ...{ code, names: { en, es }, department, group, target, afterHours, emergencyKind, version },
    enabled: row.enabled === 1,
  };
}
