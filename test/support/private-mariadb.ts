import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';

import { createConnection } from 'mysql2/promise';

import {
  freePort,
  installed,
  type PrivateServer,
  shortFolder,
  startServer,
} from './private-process.js';

/** A MariaDB of our own; `url` ends in `/`, a database is made by `createDatabase`. */
export type PrivateMariadb = PrivateServer;

export interface MariadbOptions {
  /** Default 256M; 64M is enough for a server that is only killed and started. */
  readonly bufferPool?: string;
  /** Further `mariadbd` options, for instance a weaker flush that a start must refuse. */
  readonly args?: readonly string[];
}

/**
 * Starts a MariaDB that syncs every commit, on loopback and a free port, in a short folder.
 * It never uses an address from the environment: what is killed here must be ours.
 *
 * @example
 * const mariadb = await startPrivateMariadb();
 * const database = await createDatabase(mariadb.url, 'intake');
 * await mariadb.kill();
 * await mariadb.restart();
 * await mariadb.stop();
 */
export async function startPrivateMariadb(options: MariadbOptions = {}): Promise<PrivateMariadb> {
  const daemon = installed('mariadbd', 'mariadb-server');
  const folder = dataFolder();
  const socket = join(folder, 'm.sock');
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const server = await startServer({
    url: `mysql://townline:${password}@127.0.0.1:${port}/`,
    folder,
    command: daemon,
    args: [
      '--no-defaults',
      ...asMysqlWhenRoot(),
      `--datadir=${join(folder, 'data')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'm.pid')}`,
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      '--innodb-flush-log-at-trx-commit=1',
      '--skip-log-bin',
      '--max-connections=400',
      `--innodb-buffer-pool-size=${options.bufferPool ?? '256M'}`,
      ...(options.args ?? []),
    ],
    answers: () => answers(socket),
  });
  await createUser(socket, password);
  return server;
}

/** Makes a fresh, empty database, in place of one of that name, and returns its address. */
export async function createDatabase(url: string, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`"${name}" is no database name.`);
  const connection = await createConnection({ uri: url });
  try {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    // The server's default collation is not used: it is named here, as production must name it.
    await connection.query(
      `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    );
  } finally {
    await connection.end();
  }
  return new URL(`/${name}`, url).href;
}

function dataFolder(): string {
  const installer = installed('mariadb-install-db', 'mariadb-server');
  const folder = shortFolder('tl-m');
  if (isRoot()) {
    // mariadbd gives up root for the user mysql, who must be able to reach and write the folder.
    chownSync(folder, idOfMysql('-u'), idOfMysql('-g'));
    chmodSync(folder, 0o755);
  }
  execFileSync(
    installer,
    [
      '--no-defaults',
      ...asMysqlWhenRoot(),
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'pipe' },
  );
  return folder;
}

async function answers(socket: string): Promise<boolean> {
  try {
    const connection = await createConnection({ socketPath: socket, user: 'root' });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

async function createUser(socket: string, password: string): Promise<void> {
  const connection = await createConnection({ socketPath: socket, user: 'root' });
  // Names are not resolved, so that a user at localhost would not match a TCP connection.
  await connection.query(`CREATE USER 'townline'@'127.0.0.1' IDENTIFIED BY '${password}'`);
  await connection.query(`GRANT ALL ON *.* TO 'townline'@'127.0.0.1' WITH GRANT OPTION`);
  await connection.end();
}

function asMysqlWhenRoot(): string[] {
  return isRoot() ? ['--user=mysql'] : [];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function idOfMysql(kind: '-u' | '-g'): number {
  return Number(execFileSync('id', [kind, 'mysql'], { encoding: 'utf8' }));
}
