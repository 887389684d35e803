import { code, primary, whole } from './columns.js';
import { table } from './table.js';

/** The last running number given in a series, which is town letters and year. */
export const numberCounterTable = table('number_counter', {
  series: primary(code(16)),
  value: whole('bigint'),
});
