/**
 * What a store may throw besides bugs. Stores classify their database's errors once; the line
 * decides what to do by class and never by code.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code = 'store-unavailable';
  constructor(reason: string, options?: ErrorOptions) {
    super(`The database cannot be used now (${reason}). Nothing was saved; try again.`, options);
  }
}

/** The transaction lost against another one (deadlock, lock wait, duplicate key): run it again whole. */
export class StoreConflict extends Error {
  override readonly name = 'StoreConflict';
  readonly code = 'store-conflict';
  constructor(reason: string, options?: ErrorOptions) {
    super(`The transaction met another one (${reason}) and was rolled back.`, options);
  }
}

/** The database refused a value (too long, out of range, not encodable): one item is at fault. */
export class StoreDataRefused extends Error {
  override readonly name = 'StoreDataRefused';
  readonly code = 'store-data-refused';
  constructor(reason: string, options?: ErrorOptions) {
    super(`The database refused a value: ${reason}`, options);
  }
}
