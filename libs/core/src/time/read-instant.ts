import type { Instant } from './instant.js';

const shape = /^(\d{4}-\d\d-\d\d)T(\d\d):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d\d:[0-5]\d)?$/i;

/** Where people name an instant, what can be wrong with it. */
export type InstantRead =
  | { readonly kind: 'instant'; readonly at: Instant }
  /** Well formed, and it could be any of two dozen instants. */
  | { readonly kind: 'without-offset' }
  | { readonly kind: 'no-instant' };

/** Reads ISO 8601 with an offset, as `2026-09-04T18:00:00-04:00`; days that do not exist are refused. */
export function readInstant(text: string): InstantRead {
  const [, date = '', hour = '', , , offset] = shape.exec(text) ?? [];
  if (!isDate(date) || hour > '23') return { kind: 'no-instant' };
  if (offset === undefined) return { kind: 'without-offset' };
  const at = Date.parse(text.toUpperCase());
  return Number.isNaN(at) ? { kind: 'no-instant' } : { kind: 'instant', at: at as Instant };
}

/** Whether `YYYY-MM-DD` is a day that the calendar has, within the years that anybody plans for. */
export function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  const real = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  return real && text >= '1970' && text < '2200';
}
