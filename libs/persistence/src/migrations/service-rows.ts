import type { Service } from '#core/service/service';

/** The values of one service, in the order of the columns below. */
export const serviceColumns =
  'code, nameEn, nameEs, department, groupName, target, afterHours, emergencyKind, enabled, version';

/** As SQL text: a migration is a list of statements. */
export function serviceRow(service: Service): string {
  const { code, names, department, group, target, afterHours, emergencyKind } = service;
  const words = [code, names.en, names.es, department, group, target, afterHours, emergencyKind];
  return `(${words.map(quoted).join(', ')}, ${service.enabled ? 1 : 0}, ${service.version})`;
}

function quoted(words: string | null): string {
  return words === null ? 'NULL' : `'${words.replaceAll("'", "''")}'`;
}
