import { readFileSync } from 'node:fs';

import { createConnection, type RowDataPacket } from 'mysql2/promise';

import { createDatabase, startPrivateMariadb } from '../support/private-mariadb.js';
import { startPrivateRedis } from '../support/private-redis.js';
import { TestTown } from '../support/test-town.js';
import { type BenchGround, BenchTown, nullProvider } from './bench-town.js';
import { mariadbConnection } from './limit-connections.js';
import { machineLimit } from './machine-limit.js';
import { plansDuring } from './plans.js';

/** Set up once by migration or operator. */
const KEPT_TABLES = ['schema_migration', 'intake_lane', 'channel_account', 'staff', 'staff_key'];

/** Private MariaDB (1 GiB pool, flush at every commit, no binary log) and Redis. */
export async function mariadbTown(settings: Readonly<Record<string, string>>): Promise<BenchTown> {
  const server = await startPrivateMariadb({ bufferPool: '1G' });
  const redis = await startPrivateRedis();
  const url = await createDatabase(server.url, 'bench');
  const limitUrl = await createDatabase(server.url, 'limits');
  const limit = await machineLimit(await mariadbConnection(limitUrl), 'mariadb');
  const town = await TestTown.found({
    databaseUrl: url,
    redisUrl: redis.url,
    settings,
    loopback: nullProvider,
  });
  const connection = await createConnection({ uri: url });
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS v, @@pid_file AS p');
  const ground: BenchGround = {
    title: `MariaDB ${String(row?.['v'])}`,
    limit,
    databasePids: [Number(readFileSync(String(row?.['p']), 'utf8'))],
    redisPids: [await redisPid(redis.url)],
    startIntake: () => town.startApi(),
    startWorking: (options) => town.startWorker(options),
    async emptyTables() {
      const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES');
      for (const table of tables.map((found) => String(Object.values(found)[0]))) {
        if (KEPT_TABLES.includes(table) || table.startsWith('staged_')) continue;
        await connection.query(`TRUNCATE TABLE ${table}`);
      }
    },
    async stagePending(name) {
      await connection.query(`DROP TABLE IF EXISTS staged_${name}`);
      await connection.query(`CREATE TABLE staged_${name} LIKE inbound_envelope`);
      await connection.query(`INSERT INTO staged_${name} SELECT * FROM inbound_envelope`);
      await connection.query('TRUNCATE TABLE inbound_envelope');
    },
    pour: async (name) => {
      await connection.query(`INSERT INTO inbound_envelope SELECT * FROM staged_${name}`);
    },
    async counted(what) {
      const sql =
        'SELECT VARIABLE_VALUE AS v FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = ?';
      const [[found]] = await connection.query<RowDataPacket[]>(sql, [what]);
      return Number(found?.['v']);
    },
    plansDuring: (work) => plansDuring(url, work),
    async close() {
      await connection.end();
      await limit.close();
      await Promise.all([server.stop(), redis.stop()]);
    },
  };
  return new BenchTown(town, ground);
}

async function redisPid(url: string): Promise<number> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url);
  const server = await redis.info('server');
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(server)?.[1]);
}
