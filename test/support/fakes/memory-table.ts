import { StoreConflict } from '#core/error/store-errors';

type Key = string | number;

/** Rows by primary key with unique indexes; every write can be undone in reverse order. */
export class MemoryTable<Row extends object> {
  private readonly rows = new Map<Key, Row>();
  private readonly indexes: Map<string, Key>[];

  /** @param uniqueOn one function an index; a row for which it answers null is not in it. */
  constructor(
    private readonly name: string,
    private readonly undo: (() => void)[],
    private readonly uniqueOn: readonly ((row: Row) => string | null)[] = [],
  ) {
    this.indexes = uniqueOn.map(() => new Map<string, Key>());
  }

  insert(key: Key, row: Row): void {
    if (this.rows.has(key)) throw new StoreConflict(`duplicate key in ${this.name}`);
    this.put(key, row);
    this.undo.push(() => {
      this.remove(key);
    });
  }

  /** @returns false when there is no such row. */
  update(key: Key, changes: Partial<Row>): boolean {
    const before = this.rows.get(key);
    if (before === undefined) return false;
    this.replace(key, before, { ...before, ...changes });
    this.undo.push(() => {
      const after = this.rows.get(key);
      if (after !== undefined) this.replace(key, after, before);
    });
    return true;
  }

  /** @returns false when there is no such row. */
  delete(key: Key): boolean {
    const row = this.rows.get(key);
    if (row === undefined) return false;
    this.remove(key);
    this.undo.push(() => {
      this.put(key, row);
    });
    return true;
  }

  /** As if another connection had committed it: no rollback undoes it. */
  updateForGood(key: Key, changes: Partial<Row>): void {
    const before = this.rows.get(key);
    if (before !== undefined) this.replace(key, before, { ...before, ...changes });
  }

  get(key: Key): Row | undefined {
    return this.rows.get(key);
  }

  /** The row under this value of the index with that position. */
  findUnique(index: number, value: string): Row | undefined {
    const key = this.indexes[index]?.get(value);
    return key === undefined ? undefined : this.rows.get(key);
  }

  all(): Row[] {
    return [...this.rows.values()];
  }

  get size(): number {
    return this.rows.size;
  }

  /** In its place: rows stay in the order they were inserted. */
  private replace(key: Key, before: Row, after: Row): void {
    this.dropFromIndexes(before);
    try {
      this.put(key, after);
    } catch (error) {
      this.put(key, before);
      throw error;
    }
  }

  private put(key: Key, row: Row): void {
    const values = this.uniqueOn.map((valueOf) => valueOf(row));
    for (const [position, value] of values.entries()) {
      if (value !== null && this.indexes[position]?.has(value) === true) {
        throw new StoreConflict(`duplicate value in ${this.name}`);
      }
    }
    for (const [position, value] of values.entries()) {
      if (value !== null) this.indexes[position]?.set(value, key);
    }
    this.rows.set(key, row);
  }

  private remove(key: Key): void {
    const row = this.rows.get(key);
    if (row === undefined) return;
    this.rows.delete(key);
    this.dropFromIndexes(row);
  }

  private dropFromIndexes(row: Row): void {
    for (const [position, valueOf] of this.uniqueOn.entries()) {
      const value = valueOf(row);
      if (value !== null) this.indexes[position]?.delete(value);
    }
  }
}
