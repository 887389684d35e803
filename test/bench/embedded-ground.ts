import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { TestTown } from '../support/test-town.js';
import { type BenchGround, BenchTown, nullProvider } from './bench-town.js';
import { embeddedPlans } from './embedded-plans.js';
import { sqliteConnection } from './limit-connections.js';
import { machineLimit } from './machine-limit.js';

/** SQLite in the product's own process, the file of the limits beside it. */
export async function embeddedTown(settings: Readonly<Record<string, string>>): Promise<BenchTown> {
  const town = await TestTown.found({
    databaseUrl: null,
    redisUrl: null,
    settings,
    loopback: nullProvider,
  });
  const limit = await machineLimit(sqliteConnection(join(town.folder, 'limits.sqlite')), 'sqlite');
  const staged = (name: string) => join(town.folder, `staged-${name}.sqlite`);
  const replaceDatabase = (source: string) => {
    // A new file: what this process had open of the old one must not show through.
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(`${town.databaseFile}${suffix}`, { force: true });
    }
    copyFileSync(source, town.databaseFile);
    return Promise.resolve();
  };
  copyFileSync(town.databaseFile, staged('empty'));
  const statements = join(town.folder, 'statements.jsonl');
  const ground: BenchGround = {
    title: 'embedded SQLite',
    limit,
    databasePids: [],
    redisPids: [],
    startIntake: () => town.startTown({ preload: ['test/bench/no-worker.js'] }),
    startWorking: async (options) => (await town.startTown(options)).process,
    emptyTables: () => replaceDatabase(staged('empty')),
    stagePending: (name) => {
      copyFileSync(town.databaseFile, staged(name));
      return replaceDatabase(staged('empty'));
    },
    pour: (name) => replaceDatabase(staged(name)),
    counted: () => Promise.resolve(Number.NaN),
    async plansDuring(work) {
      town.everywhere = {
        preload: ['test/bench/statements-probe.js'],
        env: { BENCH_STATEMENTS: statements },
      };
      await work();
      return embeddedPlans(town.databaseFile, statements);
    },
    close: () => limit.close(),
  };
  return new BenchTown(town, ground);
}
