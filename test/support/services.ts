import { createDatabase } from './private-mariadb.js';

let databases = 0;

/** True in `npm run test:services`: the same specs then run on MariaDB and Redis. */
export function onServices(): boolean {
  return process.env['TOWNLINE_TEST_SERVICES'] === '1';
}

export type DatabaseName = 'sqlite' | 'mariadb';

/** The one database that this run is about: `npm test` has the embedded one, `test:services` MariaDB. */
export function databaseOfThisRun(): DatabaseName {
  return onServices() ? 'mariadb' : 'sqlite';
}

/** For `describe.each`: what stands in this run for the database it is about. */
export function ofThisRun<Opener>(
  openers: Readonly<Record<DatabaseName, Opener>>,
): [DatabaseName, Opener][] {
  const name = databaseOfThisRun();
  return [[name, openers[name]]];
}

/** The address of a fresh MariaDB database that no other spec of this run uses. */
export function freshDatabase(): Promise<string> {
  databases += 1;
  const name = `t${process.env['JEST_WORKER_ID'] ?? '0'}_${process.pid}_${databases}`;
  return createDatabase(given('TOWNLINE_TEST_MARIADB_URL'), name);
}

/** The address of a Redis database of this Jest worker's own, so that specs can run side by side. */
export function redisUrl(): string {
  const worker = process.env['JEST_WORKER_ID'] ?? '0';
  return `${given('TOWNLINE_TEST_REDIS_URL').replace(/\/\d*$/, '')}/${worker}`;
}

function given(variable: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: npm run test:services sets it.`);
  return value;
}
