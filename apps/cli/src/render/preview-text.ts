import type { PreviewDay } from '#core/calendar/calendar-preview';

import { printableLine } from './printable.js';
import { table } from './table.js';

/** The next days of a calendar, one a line. */
export function previewText(preview: readonly PreviewDay[]): string {
  const rows = preview.map(({ date, weekday, openings, note }) => [
    `  ${date}`,
    weekday,
    openings.length === 0 ? 'closed' : openings.map(({ from, to }) => `${from}–${to}`).join(', '),
    printableLine(note ?? ''),
  ]);
  return ['The calendar is in order. The next days:', table(rows)].join('\n');
}
