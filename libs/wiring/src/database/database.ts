import type { FileStore } from '#core/file/file-store';
import type { Database as Stores } from '#persistence/database';

/** All stores of one town over one database, and its files. */
export interface Database extends Stores {
  readonly files: FileStore;
}
