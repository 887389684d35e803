import { type Instant, SECOND } from '#core/time/instant';

import { fieldAt } from './json-fields.js';

/** Unix seconds, which Meta writes as text; null for anything else. */
export function instantAt(value: unknown, ...path: readonly (string | number)[]): Instant | null {
  const found = fieldAt(value, ...path);
  const digits = typeof found === 'number' ? String(found) : found;
  if (typeof digits !== 'string' || !/^[1-9]\d{0,11}$/.test(digits)) return null;
  return (Number(digits) * SECOND) as Instant;
}
