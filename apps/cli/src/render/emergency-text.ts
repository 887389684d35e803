import type { z } from 'zod';

import type {
  emergencyDetail,
  emergencySummary,
} from '../../../api/src/staff/emergencies/emergency-answers.js';
import { printable, printableLine } from './printable.js';
import { table } from './table.js';
import { townTime } from './town-time.js';

type Summary = z.output<typeof emergencySummary>;
type Detail = z.output<typeof emergencyDetail>;

export function emergencyListText(emergencies: readonly Summary[], zone: string): string {
  if (emergencies.length === 0) return 'No emergencies.';
  const rows = emergencies.map((emergency) => [
    emergency.number,
    emergency.kind,
    standing(emergency, zone),
    emergency.request,
    String(emergency.reports),
    townTime(emergency.openedAt, zone),
    printableLine(emergency.place),
  ]);
  return table([['NUMBER', 'KIND', 'STATE', 'REQUEST', 'REPORTS', 'OPENED', 'PLACE'], ...rows]);
}

export function emergencyText(emergency: Detail, zone: string): string {
  const facts = [
    ['State', standing(emergency, zone)],
    ['Request', emergency.request],
    ['Opened', townTime(emergency.openedAt, zone)],
    ['Place', emergency.place === '' ? 'not named' : printableLine(emergency.place)],
    ['Heard', printableLine(emergency.evidence)],
    ['Sender', emergency.unverified ? 'could not be verified' : 'verified'],
  ];
  const record = emergency.record.map(({ at, kind, staffName, request, detail }) => [
    townTime(at, zone),
    kind,
    printableLine([staffName, request, detail].filter((part) => part !== null).join(' · ')),
  ]);
  const heading = `${emergency.number}  ${emergency.kind}`;
  const words = printable(emergency.words).replaceAll('\n', '\n    ');
  return [heading, '', table(facts), '', `    ${words}`, '', table(record)].join('\n');
}

function standing({ state, acknowledgedBy, acknowledgedAt }: Summary, zone: string): string {
  if (acknowledgedBy === null || acknowledgedAt === null) return state;
  return `${state} by ${printableLine(acknowledgedBy)}, ${townTime(acknowledgedAt, zone)}`;
}
