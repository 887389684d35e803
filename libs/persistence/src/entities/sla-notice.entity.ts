import { code, id, instant, nullable, primary, whole } from './columns.js';
import { table } from './table.js';

/** A warning, breach or escalation that was noticed: one row a level and due time. */
export const slaNoticeTable = table('sla_notice', {
  clockId: primary(id()),
  level: primary(whole('int')),
  dueAt: primary(instant()),
  kind: code(12),
  noticedAt: instant(),
  annulledAt: nullable(instant()),
});
