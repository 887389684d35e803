import { code, instant, nullable, primary, whole } from './columns.js';
import { table } from './table.js';

/** How far arrivals are counted; its one row is the lock of those who count. */
export const arrivalCursorTable = table('arrival_cursor', {
  name: primary(code(32)),
  countedId: whole('bigint'),
  notedId: whole('bigint'),
  notedAt: nullable(instant()),
  countedUntilAt: nullable(instant()),
});
