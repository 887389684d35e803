import { describe, expect, it } from '@jest/globals';

import { StoreConflict, StoreDataRefused, StoreUnavailable } from '#core/error/store-errors';

import { classifyError, isConnectionLost } from './classify-error.js';
import type { Dialect } from './dialect.js';

type Case = readonly [string, Dialect, object, new (reason: string) => Error];

const cases: readonly Case[] = [
  ['a duplicate key', 'mariadb', { errno: 1062, sqlState: '23000' }, StoreConflict],
  ['a deadlock', 'mariadb', { errno: 1213, sqlState: '40001' }, StoreConflict],
  ['a lock wait that took too long', 'mariadb', { errno: 1205, sqlState: 'HY000' }, StoreConflict],
  ['a text that is too long', 'mariadb', { errno: 1406, sqlState: '22001' }, StoreDataRefused],
  ['a number out of range', 'mariadb', { errno: 1264, sqlState: '22003' }, StoreDataRefused],
  ['a time that is none', 'mariadb', { errno: 1292, sqlState: '22007' }, StoreDataRefused],
  ['a character without a code', 'mariadb', { errno: 1366, sqlState: '22007' }, StoreDataRefused],
  ['a packet that is too large', 'mariadb', { errno: 1153, sqlState: '08S01' }, StoreDataRefused],
  ['a null where none may be', 'mariadb', { errno: 1048, sqlState: '23000' }, StoreDataRefused],
  [
    'a lost connection',
    'mariadb',
    { code: 'PROTOCOL_CONNECTION_LOST', fatal: true },
    StoreUnavailable,
  ],
  ['a refused connection', 'mariadb', { code: 'ECONNREFUSED', fatal: true }, StoreUnavailable],
  ['a reset connection', 'mariadb', { code: 'ECONNRESET' }, StoreUnavailable],
  [
    'a silent server',
    'mariadb',
    { code: 'PROTOCOL_SEQUENCE_TIMEOUT', fatal: true },
    StoreUnavailable,
  ],
  ['a server going down', 'mariadb', { errno: 1053, sqlState: '08S01' }, StoreUnavailable],
  ['a connection killed by hand', 'mariadb', { errno: 1927, sqlState: '70100' }, StoreUnavailable],
  ['a read-only server', 'mariadb', { errno: 1290, sqlState: 'HY000' }, StoreUnavailable],
  ['a read-only transaction', 'mariadb', { errno: 1792, sqlState: '25006' }, StoreUnavailable],
  ['a full disk', 'mariadb', { errno: 1021, sqlState: 'HY000' }, StoreUnavailable],
  ['a full table', 'mariadb', { errno: 1114, sqlState: 'HY000' }, StoreUnavailable],
  ['too many connections', 'mariadb', { errno: 1040, sqlState: '08004' }, StoreUnavailable],
  [
    'tables that are not there yet',
    'mariadb',
    { errno: 1146, sqlState: '42S02' },
    StoreUnavailable,
  ],
  ['a duplicate key', 'sqlite', { code: 'SQLITE_CONSTRAINT_UNIQUE' }, StoreConflict],
  ['a duplicate primary key', 'sqlite', { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }, StoreConflict],
  ['a null where none may be', 'sqlite', { code: 'SQLITE_CONSTRAINT_NOTNULL' }, StoreDataRefused],
  ['a value that is too big', 'sqlite', { code: 'SQLITE_TOOBIG' }, StoreDataRefused],
  ['a value of the wrong type', 'sqlite', { code: 'SQLITE_MISMATCH' }, StoreDataRefused],
  ['a busy database', 'sqlite', { code: 'SQLITE_BUSY' }, StoreUnavailable],
  ['a busy snapshot', 'sqlite', { code: 'SQLITE_BUSY_SNAPSHOT' }, StoreUnavailable],
  ['a full disk', 'sqlite', { code: 'SQLITE_FULL' }, StoreUnavailable],
  ['a disk that fails', 'sqlite', { code: 'SQLITE_IOERR' }, StoreUnavailable],
  ['a sync that fails', 'sqlite', { code: 'SQLITE_IOERR_FSYNC' }, StoreUnavailable],
  ['a read-only file', 'sqlite', { code: 'SQLITE_READONLY' }, StoreUnavailable],
  ['a damaged file', 'sqlite', { code: 'SQLITE_CORRUPT' }, StoreUnavailable],
];

describe('what a database refuses', () => {
  it.each(cases)('%s (%s) has its class', (_, dialect, properties, expected) => {
    const cause = Object.assign(new Error('Data too long: +12025550101'), properties);
    const classified = classifyError(dialect, cause);
    expect(classified).toBeInstanceOf(expected);
    expect(classified.cause).toBe(cause);
    expect(classified.message).not.toContain('+1202');
  });

  it('leaves a wrong statement and everything classified as they are', () => {
    const wrong = Object.assign(new Error('syntax'), { errno: 1064, sqlState: '42000' });
    expect(classifyError('mariadb', wrong)).toBe(wrong);
    const near = Object.assign(new Error('near "SELEC"'), { code: 'SQLITE_ERROR' });
    expect(classifyError('sqlite', near)).toBe(near);
    const known = new StoreConflict('duplicate key');
    expect(classifyError('sqlite', known)).toBe(known);
  });

  it('tells connections that are of no use any more from those that are', () => {
    const error = (properties: object) => Object.assign(new Error('x'), properties);
    expect(isConnectionLost(error({ code: 'ECONNRESET' }))).toBe(true);
    expect(isConnectionLost(error({ fatal: true }))).toBe(true);
    expect(isConnectionLost(error({ errno: 1927 }))).toBe(true);
    expect(isConnectionLost(error({ errno: 1213 }))).toBe(false);
    expect(isConnectionLost(error({ errno: 1062 }))).toBe(false);
  });
});
