import { primary, whole } from './columns.js';
import { table } from './table.js';

/** 64 rows made by the migration and never changed: they are there to be locked. */
export const intakeLaneTable = table('intake_lane', { lane: primary(whole('smallint')) });
