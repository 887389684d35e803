import { code, id, instant, nullable, primary, text, whole, words } from './columns.js';
import { table } from './table.js';

/** Calls to whom the law wants told, each as it went. */
export const dutyReportTable = table(
  'duty_report',
  {
    id: primary(id()),
    requestId: id(),
    outcome: code(12),
    spokeTo: nullable(words(200)),
    at: instant(),
    gallons: nullable(whole('int')),
    waterBody: nullable(words(200)),
    cause: nullable(text()),
    staffId: id(),
    recordedAt: instant(),
  },
  [{ name: 'ix_duty_report_request', columns: ['requestId', 'recordedAt'] }],
);
