import type { z } from 'zod';

import type { consentRecord, optOut } from '../../../api/src/staff/consent/consent-answers.js';
import { printableLine } from './printable.js';
import { table } from './table.js';
import { townTime } from './town-time.js';

type ConsentRecord = z.output<typeof consentRecord>;

/** What holds now, and everything that was said. */
export function consentText(record: ConsentRecord, zone: string): string {
  const heading = printableLine(`${record.kind} ${record.address}`);
  const now =
    record.optOuts.length === 0
      ? ['May be written to.']
      : record.optOuts.map((one) => `Opted out: ${optOutText(one, zone)}.`);
  const rows = record.entries.map((entry) => [
    townTime(entry.at, zone),
    entry.action,
    entry.scope ?? '',
    entry.channelAccount ?? '',
    entry.staffName === null ? entry.source : printableLine(entry.staffName),
    printableLine(entry.words ?? ''),
  ]);
  const said =
    rows.length === 0
      ? []
      : ['', table([['WHEN', 'WHAT', 'SCOPE', 'ACCOUNT', 'BY', 'WORDS'], ...rows])];
  return [heading, ...now, ...said].join('\n');
}

/** As `everything, by the provider, since 23 Nov 10:02`. */
export function optOutText(
  { scope, source, channelAccount, at }: z.output<typeof optOut>,
  zone: string,
): string {
  const about = scope === 'channel' ? (channelAccount ?? 'channel') : scope;
  return `${about}, told by the ${source}, since ${townTime(at, zone)}`;
}
