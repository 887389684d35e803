import type { Protocol } from './sql-session.js';

/** Which multi-row statements are kept prepared: small ones, and the full batch. */
export interface PreparedSizes {
  readonly upTo: number;
  readonly batch: number;
}

/** `?,?,?` */
export function placeholders(count: number): string {
  return '?,'.repeat(count).slice(0, -1);
}

export function protocolFor(rows: number, sizes: PreparedSizes): Protocol {
  return rows <= sizes.upTo || rows === sizes.batch ? 'prepared' : 'text';
}
