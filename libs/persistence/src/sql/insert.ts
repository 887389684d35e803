import type { Column, ColumnLimit } from '../entities/columns.js';
import type { Table } from '../entities/table.js';

/** A multi-row INSERT into named columns. */
export interface Insert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly limits: readonly (ColumnLimit | null)[];
  /** `INSERT INTO … VALUES (…),(…) …` for so many rows. */
  sqlFor(rows: number): string;
}

const KEPT_TEXTS = 256;

/**
 * Describes an INSERT once; its texts are kept by number of rows.
 *
 * @param suffix what follows the values, such as `ON CONFLICT DO NOTHING`.
 */
export function insertInto<ColumnName extends string>(
  table: Table<ColumnName>,
  columns: readonly ColumnName[],
  suffix = '',
): Insert {
  const head = `INSERT INTO ${table.name} (${columns.map(quoted).join(', ')}) VALUES `;
  const row = `(${columns.map(() => '?').join(',')})`;
  const texts = new Map<number, string>();
  return {
    table: table.name,
    columns,
    limits: columns.map((name) => (table.columns[name] satisfies Column).limit),
    sqlFor(rows) {
      const known = texts.get(rows);
      if (known !== undefined) return known;
      const text = `${head}${Array.from({ length: rows }, () => row).join(',')}${suffix}`;
      if (texts.size < KEPT_TEXTS) texts.set(rows, text);
      return text;
    },
  };
}

/** Backticks are understood by both databases; `text` and `number` need them. */
function quoted(column: string): string {
  return `\`${column}\``;
}
