import { code, instant, primary } from './columns.js';
import { table } from './table.js';

/** When something that must never stop was last seen at work. */
export const pulseTable = table('pulse', { name: primary(code(64)), beatAt: instant() });
