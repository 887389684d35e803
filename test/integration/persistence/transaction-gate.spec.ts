import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { runMigrations } from '#persistence/migrations/run-migrations';
import { type GatedDataSource, openGatedDataSource } from '#persistence/sqlite/gated-data-source';
import { SqliteDatabase } from '#persistence/sqlite/sqlite-session';

let gated: GatedDataSource;
let database: SqliteDatabase;

beforeEach(async () => {
  gated = await openGatedDataSource(':memory:');
  await runMigrations(gated.dataSource);
  database = new SqliteDatabase(gated.connection, gated.gate);
});
afterEach(() => gated.dataSource.destroy());

const addSql = 'INSERT INTO number_counter (series, value) VALUES (?, 1)';

it('keeps what B committed while A was open and rolled back', async () => {
  const { dataSource } = gated;
  const a = dataSource.transaction(async (manager) => {
    await manager.query(addSql, ['A']);
    await pause(20);
    throw new Error('A fails');
  });
  await pause(5);
  const b = dataSource.transaction((manager) => manager.query(addSql, ['B']));
  await expect(a).rejects.toThrow('A fails');
  await b;
  expect(await seriesInTable()).toEqual(['B']);
});

it('keeps a plain write made while somebody else’s transaction was rolled back', async () => {
  const { dataSource } = gated;
  const a = dataSource.transaction(async (manager) => {
    await manager.query(addSql, ['A']);
    await pause(20);
    throw new Error('A fails');
  });
  await pause(5);
  const plain = dataSource.query(addSql, ['plain']);
  const ours = database.session((session) => session.run(addSql, ['ours']));
  const seen = seriesInTable();
  await expect(a).rejects.toThrow('A fails');
  await Promise.all([plain, ours]);
  expect(await seen).not.toContain('A');
  expect(await seriesInTable()).toEqual(['ours', 'plain']);
});

it('keeps transactions of the stores and of the ORM apart', async () => {
  const { dataSource } = gated;
  const work = Array.from({ length: 40 }, (_, index) =>
    index % 2 === 0
      ? dataSource.transaction(async (manager) => {
          await manager.query(addSql, [`orm${index}`]);
          await pause(1);
          if (index % 4 === 0) throw new Error('fails on purpose');
        })
      : database.transaction(async (session) => {
          await session.run(addSql, [`own${index}`]);
          await pause(1);
          if (index % 3 === 0) throw new Error('fails on purpose');
        }),
  );
  const ended = await Promise.allSettled(work);
  const kept = ended.filter(({ status }) => status === 'fulfilled').length;
  expect(await seriesInTable()).toHaveLength(kept);
});

it('says at once that a statement beside its own transaction would wait for ever', async () => {
  const { dataSource } = gated;
  const beside = dataSource.transaction(() => dataSource.query('SELECT 1'));
  await expect(beside).rejects.toThrow('would wait for itself');
  const nested = database.transaction(() =>
    database.session((session) => session.rows('SELECT 1')),
  );
  await expect(nested).rejects.toThrow('would wait for itself');
  expect(await seriesInTable()).toEqual([]);
});

it('commits ahead only while the transaction has not written', async () => {
  const addAside = () =>
    database.commitAhead(async (session) => {
      await session.run(addSql, ['aside']);
    });
  const late = database.transaction(async (session) => {
    await session.run(addSql, ['own']);
    await addAside();
  });
  await expect(late).rejects.toThrow('has not written');
  const early = database.transaction(async (session) => {
    await addAside();
    await session.run(addSql, ['own']);
    throw new Error('fails on purpose');
  });
  await expect(early).rejects.toThrow('fails on purpose');
  expect(await seriesInTable()).toEqual(['aside']);
});

async function seriesInTable(): Promise<string[]> {
  const rows: { readonly series: string }[] = await gated.dataSource.query(
    'SELECT series FROM number_counter ORDER BY series',
  );
  return rows.map(({ series }) => series);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
