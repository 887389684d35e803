import { EntitySchema, EntitySchemaOptions } from 'typeorm';

import type { Dialect } from '../sql/dialect.js';
import type { Column } from './columns.js';

export interface TableIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** Leave out where the other database has a better one. */
  readonly dialect?: Dialect;
  /** Rows outside are not in the index; SQLite only. */
  readonly where?: string;
}

/** One table: the single source of its names, for the ORM's schema and for our own statements. */
export interface Table<ColumnName extends string = string> {
  readonly name: string;
  readonly columns: Readonly<Record<ColumnName, Column>>;
  readonly indexes: readonly TableIndex[];
}

export function table<ColumnName extends string>(
  name: string,
  columns: Readonly<Record<ColumnName, Column>>,
  indexes: readonly TableIndex[] = [],
): Table<ColumnName> {
  return { name, columns, indexes };
}

/** The table as TypeORM knows it: for migrations and the drift check. */
export function entitySchemaOf(definition: Table, dialect: Dialect): EntitySchema {
  const options = new EntitySchemaOptions<unknown>();
  options.name = definition.name;
  options.tableName = definition.name;
  options.columns = Object.fromEntries(
    Object.entries(definition.columns).map(([name, column]) => [name, column.types[dialect]]),
  );
  options.indices = definition.indexes
    .filter((index) => index.dialect === undefined || index.dialect === dialect)
    .map(({ name, columns, unique, where }) => ({
      name,
      columns: [...columns],
      unique: unique ?? false,
      ...(where !== undefined && { where }),
    }));
  return new EntitySchema(options);
}
