import { code, flag, nullable, primary, whole, words } from './columns.js';
import { table } from './table.js';

export const serviceTable = table('service', {
  code: primary(code(40)),
  nameEn: words(200),
  nameEs: words(200),
  department: words(100),
  groupName: words(100),
  target: words(60),
  afterHours: words(100),
  emergencyKind: nullable(code(20)),
  enabled: flag(),
  version: whole('int'),
});
