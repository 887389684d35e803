import type { EntitySchemaColumnOptions } from 'typeorm';

import type { Dialect } from '../sql/dialect.js';

/**
 * A column as both databases know it. The types of a dialect are chosen here and nowhere else;
 * `limit` is what MariaDB refuses by itself and SQLite would take.
 */
export interface Column {
  readonly types: Readonly<Record<Dialect, EntitySchemaColumnOptions>>;
  readonly limit: ColumnLimit | null;
}

export interface ColumnLimit {
  readonly unit: 'characters' | 'bytes';
  readonly max: number;
}

const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;
const unicode = { charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' } as const;
const MEDIUM_BYTES = 2 ** 24 - 1;

/** Time-ordered UUID in lower-case text. */
export function id(): Column {
  return code(36);
}

/** Words of our own: compared byte by byte. */
export function code(length: number): Column {
  const type = { type: 'varchar', length } as const;
  return {
    types: { mariadb: { ...type, ...ascii }, sqlite: type },
    limit: { unit: 'characters', max: length },
  };
}

/** Short text of people. */
export function words(length: number): Column {
  const type = { type: 'varchar', length } as const;
  return {
    types: { mariadb: { ...type, ...unicode }, sqlite: type },
    limit: { unit: 'characters', max: length },
  };
}

/** Text of any length up to 16 MiB. */
export function text(): Column {
  return {
    types: { mariadb: { type: 'mediumtext', ...unicode }, sqlite: { type: 'text' } },
    limit: { unit: 'bytes', max: MEDIUM_BYTES },
  };
}

/** Keys and hashes: exactly so many bytes, no collation. */
export function binary(length: number): Column {
  return {
    types: { mariadb: { type: 'binary', length }, sqlite: { type: 'blob' } },
    limit: { unit: 'bytes', max: length },
  };
}

/** Ids that a provider made: collations would merge those that differ by case, accent or space. */
export function externalId(maxBytes: number): Column {
  return {
    types: { mariadb: { type: 'varbinary', length: maxBytes }, sqlite: { type: 'blob' } },
    limit: { unit: 'bytes', max: maxBytes },
  };
}

export function bytes(): Column {
  return {
    types: { mariadb: { type: 'mediumblob' }, sqlite: { type: 'blob' } },
    limit: { unit: 'bytes', max: MEDIUM_BYTES },
  };
}

/** UTC, written by us; see `instant-text.ts`. */
export function instant(): Column {
  return {
    types: { mariadb: { type: 'datetime', precision: 3 }, sqlite: { type: 'datetime' } },
    limit: null,
  };
}

export function flag(): Column {
  return { types: { mariadb: { type: 'boolean' }, sqlite: { type: 'boolean' } }, limit: null };
}

export function whole(size: 'tinyint' | 'smallint' | 'int' | 'bigint'): Column {
  return { types: { mariadb: { type: size }, sqlite: { type: 'integer' } }, limit: null };
}

/** Arrival order; gaps mean nothing. */
export function sequence(): Column {
  return changed(whole('bigint'), { primary: true, generated: 'increment' });
}

export function primary(column: Column): Column {
  return changed(column, { primary: true });
}

export function nullable(column: Column): Column {
  return changed(column, { nullable: true });
}

export function startingAtZero(column: Column): Column {
  return changed(column, { default: 0 });
}

export function startingAs(column: Column, value: string): Column {
  return changed(column, { default: value });
}

function changed(column: Column, change: Partial<EntitySchemaColumnOptions>): Column {
  const { mariadb, sqlite } = column.types;
  return {
    ...column,
    types: { mariadb: { ...mariadb, ...change }, sqlite: { ...sqlite, ...change } },
  };
}
