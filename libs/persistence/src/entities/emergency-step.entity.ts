import { code, id, instant, nullable, primary, whole, words } from './columns.js';
import { table } from './table.js';

/** The record of an emergency: append-only; the key refuses the second of a step. */
export const emergencyStepTable = table(
  'emergency_step',
  {
    emergencyId: primary(id()),
    step: primary(whole('int')),
    kind: code(12),
    staffId: nullable(id()),
    requestId: nullable(id()),
    at: instant(),
    detail: nullable(words(200)),
  },
  [{ name: 'ix_emergency_step_request', columns: ['requestId'] }],
);
