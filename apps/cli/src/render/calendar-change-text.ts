import type { z } from 'zod';

import type { calendarPreview, changedCalendar } from '../../../api/src/staff/sla/sla-answers.js';
import { previewText } from './preview-text.js';
import { printable } from './printable.js';
import { table } from './table.js';
import { townTime } from './town-time.js';

type Preview = z.output<typeof calendarPreview>;
type Changed = z.output<typeof changedCalendar>;

const MOST_ROWS = 40;

/** What a change would do, before anybody decides. */
export function changePreviewText(preview: Preview, zone: string): string {
  return [
    previewText(preview.days),
    '',
    countsText(preview),
    ...movesText(preview, zone),
    ...citizensText(preview),
    '',
    'Nothing was changed.',
  ].join('\n');
}

/** What a change did. */
export function changedText(changed: Changed): string {
  const told = changed.told === 0 ? [] : [`The new time is told to ${citizens(changed.told)}.`];
  const untold = changed.toldOtherwise - changed.told;
  const later = 'The town goes on with the promises that are left.';
  return [
    `Saved as version ${changed.version}. ${countsText(changed)}`,
    ...told,
    ...(untold > 0 ? [`A time that does not hold any more is known to ${citizens(untold)}.`] : []),
    ...(changed.finished ? [] : [later]),
  ].join('\n');
}

function countsText({ clocks, moved, breached, annulled }: Preview | Changed): string {
  const late = breached === 0 ? '' : ` ${breached} are late by it.`;
  const saved = annulled === 0 ? '' : ` ${annulled} are not late any more.`;
  return `${moved} of ${clocks} open promises move.${late}${saved}`;
}

function movesText({ rows, moved }: Preview, zone: string): string[] {
  if (rows.length === 0) return [];
  const shown = rows
    .slice(0, MOST_ROWS)
    .map(({ number, kind, dueBefore, dueAfter, breach }) => [
      `  ${number}`,
      kind.replaceAll('_', ' '),
      townTime(dueBefore, zone),
      `→ ${townTime(dueAfter, zone)}`,
      breach === null ? '' : breach === 'becomes' ? 'late by it' : 'not late any more',
    ]);
  const more = moved - shown.length;
  return [table(shown), ...(more > 0 ? [`  and ${more} more`] : [])];
}

function citizensText(preview: Preview): string[] {
  return preview.citizens.flatMap(({ account, language, count, example }) => [
    '',
    `Another time is known to ${citizens(count)} of ${account ?? 'an account that is gone'} (${language}); with --tell they read:`,
    `  ${printable(example)}`,
  ]);
}

function citizens(count: number): string {
  return count === 1 ? 'one citizen' : `${count} citizens`;
}
