import type { Message } from './message.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** To, From, DateSent, `DateSent<` and `DateSent>` of a list, as the Messages resource documents them. */
export function listFilter(query: URLSearchParams): (message: Message) => boolean {
  const [from, to] = [query.get('From'), query.get('To')];
  const bounds = boundsOf(query);
  return (message) =>
    (from === null || message.from === from) &&
    (to === null || message.to === to) &&
    bounds.every((isWithin) => isWithin(message.createdAt));
}

type Bound = (at: number) => boolean;

function boundsOf(query: URLSearchParams): readonly Bound[] {
  const bounds: Bound[] = [];
  const [on, before, after] = ['DateSent', 'DateSent<', 'DateSent>'].map((name) =>
    dateOf(query.get(name)),
  );
  if (on !== undefined && on !== null) {
    const start = on - (on % DAY_MS);
    bounds.push((at) => at >= start && at < start + DAY_MS);
  }
  // The API dates to the second: what was sent within that second is on it.
  if (before !== undefined && before !== null) bounds.push((at) => at < before + 1_000);
  if (after !== undefined && after !== null) bounds.push((at) => at >= after - (after % 1_000));
  return bounds;
}

/** Dates without a zone are in GMT. */
function dateOf(text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(/[Zz]|[+-]\d\d:?\d\d$|GMT/.test(text) ? text : `${text} GMT`);
  const plain = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : at;
  return Number.isNaN(plain) ? null : plain;
}
