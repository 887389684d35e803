import { types } from 'node:util';

import { StoreConflict, StoreDataRefused, StoreUnavailable } from '#core/error/store-errors';

import type { Dialect } from './dialect.js';

/** What drivers put on their errors, as far as it tells classes apart. */
interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly sqlState?: unknown;
  readonly fatal?: unknown;
}

/**
 * A driver's error as one of the core's classes; an error that is none of them (a statement that is
 * wrong) comes back as it is. Pure. Values never appear in a reason: it may be logged.
 */
export function classifyError(dialect: Dialect, error: unknown): Error {
  // Not `instanceof`: a native module's errors may be of another realm than ours.
  if (!types.isNativeError(error)) return new Error(String(error));
  if (isClassified(error)) return error;
  const classified = dialect === 'mariadb' ? classifyMariadb(error) : classifySqlite(error);
  return classified ?? error;
}

/** Whether the connection is of no use any more. */
export function isConnectionLost(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const { code, fatal, errno } = driverError(error);
  if (typeof code === 'string' && lostConnection.has(code)) return true;
  return fatal === true || (typeof errno === 'number' && goingDown.has(errno));
}

type Classified = StoreConflict | StoreDataRefused | StoreUnavailable;

const lostConnection = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** 1053 shutdown, 1927 connection killed, 1152 and 1184 aborted, 2006 gone, 2013 lost, 4031 idle. */
const goingDown = new Set([1053, 1152, 1184, 1927, 2006, 2013, 4031]);

const mariadbConflicts: Readonly<Record<number, string>> = {
  1020: 'record changed since it was read',
  1062: 'duplicate key',
  1205: 'lock wait timeout',
  1213: 'deadlock',
};

const mariadbUnavailable: Readonly<Record<number, string>> = {
  3: 'write error',
  1021: 'disk full',
  1026: 'write error',
  1030: 'storage engine error',
  1040: 'too many connections',
  1041: 'out of memory',
  1037: 'out of memory',
  1044: 'access denied',
  1045: 'access denied',
  1049: 'unknown database',
  1114: 'table full',
  1129: 'host blocked',
  1130: 'host not allowed',
  1142: 'access denied',
  1146: 'table missing: run the migrations',
  1203: 'too many connections',
  1226: 'resource limit reached',
  1290: 'read-only',
  1317: 'statement interrupted',
  1792: 'read-only',
  1836: 'read-only',
  1969: 'statement timeout',
};

/** Refused values whose SQLSTATE is not of class 22: packet too large, null, no such character, check. */
const mariadbDataRefused: Readonly<Record<number, string>> = {
  1048: 'null where a value is needed',
  1118: 'row too large',
  1153: 'packet too large',
  1301: 'value too large',
  1366: 'not encodable',
  4025: 'check failed',
};

function classifyMariadb(error: Error): Classified | null {
  const { code, errno, sqlState } = driverError(error);
  const number = typeof errno === 'number' ? errno : -1;
  const options = { cause: error };
  const conflict = mariadbConflicts[number];
  if (conflict !== undefined) return new StoreConflict(conflict, options);
  const refused = mariadbDataRefused[number];
  if (refused !== undefined) return new StoreDataRefused(refused, options);
  const unavailable = mariadbUnavailable[number];
  if (unavailable !== undefined) return new StoreUnavailable(unavailable, options);
  if (isConnectionLost(error)) return new StoreUnavailable('connection lost', options);
  if (error.message === 'Pool is closed.') return new StoreUnavailable('shutting down', options);
  if (typeof sqlState === 'string' && sqlState.startsWith('22')) {
    return new StoreDataRefused(typeof code === 'string' ? code : sqlState, options);
  }
  return null;
}

const sqliteUnavailable = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_NOMEM',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_PROTOCOL',
  'SQLITE_INTERRUPT',
];
const sqliteConflicts = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
]);
const sqliteDataRefused = ['SQLITE_CONSTRAINT', 'SQLITE_TOOBIG', 'SQLITE_MISMATCH', 'SQLITE_RANGE'];

function classifySqlite(error: Error): Classified | null {
  const { code } = driverError(error);
  if (typeof code !== 'string') return null;
  const options = { cause: error };
  if (sqliteConflicts.has(code)) return new StoreConflict('duplicate key', options);
  if (isFamily(code, sqliteDataRefused)) return new StoreDataRefused(code, options);
  if (isFamily(code, sqliteUnavailable)) return new StoreUnavailable(code, options);
  return null;
}

/** Extended codes begin with the primary one, as in SQLITE_IOERR_FSYNC. */
function isFamily(code: string, family: readonly string[]): boolean {
  return family.some((primary) => code === primary || code.startsWith(`${primary}_`));
}

function driverError(error: Error): DriverError {
  return error as DriverError;
}

function isClassified(error: Error): boolean {
  return (
    error instanceof StoreConflict ||
    error instanceof StoreDataRefused ||
    error instanceof StoreUnavailable
  );
}
