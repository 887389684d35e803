import type {
  ClockAnswer,
  NoticeAnswer,
  SimulationAnswer,
} from '#core/simulation/simulation-answer';

import { printable } from './printable.js';
import { table } from './table.js';

/** A simulation as people read it: each clock with its explanation, then what was noticed in order. */
export function simulationText({
  clocks,
  warnings,
  breaches,
  escalations,
}: SimulationAnswer): string {
  const notices = [
    ...warnings.map((notice) => noticeRow(notice, `${String(notice.percent)} % used`)),
    ...breaches.map((notice) => noticeRow(notice, 'breached')),
    ...escalations.map((notice) => noticeRow(notice, `tell ${notice.notify.join(', ')}`)),
  ].toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const told = notices.length === 0 ? ['Nothing to notice.'] : [table(notices)];
  return printable([...clocks.map(clockText), ...told].join('\n\n'));
}

function clockText(clock: ClockAnswer): string {
  const state = clock.breached ? `${clock.state}, breached` : clock.state;
  const head = `${clock.request}  ${clock.kind}  ${state}  (${clock.target}, rule "${clock.rule}")`;
  return [head, ...clock.explanation.map((sentence) => `  ${sentence}`)].join('\n');
}

function noticeRow(notice: NoticeAnswer, what: string): string[] {
  const annulled = notice.annulled === null ? '' : '(taken back)';
  return [notice.noticedLocal, notice.request, notice.kind, what, annulled];
}
