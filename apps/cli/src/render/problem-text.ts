import type { FieldFault, Problem } from '#core/error/problem';

import { printable } from './printable.js';

/** A refusal as people read it: what, why with the remedy, and every field at fault. */
export function problemText(problem: Problem): string {
  const faults = problem.faults ?? [];
  // With faults the detail only joins them.
  const body = faults.length === 0 ? [problem.detail] : faultLines(faults);
  return printable([problem.title, ...body].join('\n'));
}

export function faultLines(faults: readonly FieldFault[]): string[] {
  return faults.map(({ field, message }) =>
    field === '' ? `  ${message}` : `  ${field}: ${message}`,
  );
}
