import { z } from 'zod';

import { ledgerReport } from '../../../api/src/staff/answers.js';
import { type Command, defineCommand } from '../command/command.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { askOnce } from '../staff-api/ask.js';

const verify = defineCommand({
  name: 'ledger verify',
  summary: 'Prove from tables and files that nothing was lost, doubled or half-saved',
  details: ['Reads only. docs/ledger.md explains every rule and what to do on a finding.'],
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'GET', path: '/ledger' } as const;
    return askOnce(context, { request, shape: ledgerReport }, (report) => ({
      kind: 'done',
      value: report,
      text: reportText(report),
      faulty: !report.clean,
    }));
  },
});

export const ledgerCommands: readonly Command[] = [verify];

function reportText(report: z.output<typeof ledgerReport>): string {
  const counts = Object.entries(report.counts).map(([what, count]) => `${count} ${wordsOf(what)}`);
  const looked = `Looked at ${counts.join(', ')}.`;
  if (report.clean) return `${looked}\nThe ledger is clean.`;
  const rows = report.findings.map(({ rule, subject, detail }) =>
    [rule, subject, detail].map(printableLine),
  );
  const shown = report.findings.length;
  const more = shown < report.findingCount ? [`… and ${report.findingCount - shown} more`] : [];
  const verdict = `${report.findingCount} findings; docs/ledger.md tells what to do.`;
  return [table(rows), ...more, '', looked, verdict].join('\n');
}

function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
