import { describe, expect, it } from '@jest/globals';

import { type Instant, instantFromIso } from '#core/time/instant';

import { instantText } from '../sql/instant-text.js';
import type { SqlDatabase } from '../sql/sql-session.js';
import { databaseClock } from './database-clock.js';

const start = instantFromIso('2026-11-16T15:00:00Z');

describe('the clock of a database', () => {
  it('tells the time of the database and not that of the machine', async () => {
    const { clock, world } = await follow();
    expect(clock.now()).toBe(start);
    world.pass(1_500);
    expect(clock.now()).toBe(start + 1_500);
    clock.stop();
  });

  it('follows when the database’s time is set', async () => {
    const { clock, world } = await follow();
    world.set(3_600_000);
    await clock.measure();
    expect(clock.now()).toBe(start + 3_600_000);
    world.set(-3_600_000);
    await clock.measure();
    expect(clock.now()).toBe(start);
    clock.stop();
  });

  it('does not run backwards over the jitter of a measurement', async () => {
    const { clock, world } = await follow();
    expect(clock.now()).toBe(start);
    world.set(-40);
    await clock.measure();
    expect(clock.now()).toBe(start);
    world.pass(30);
    expect(clock.now()).toBe(start);
    world.pass(30);
    expect(clock.now()).toBe(start + 20);
    clock.stop();
  });

  it('runs on while the database does not answer', async () => {
    const { clock, world } = await follow();
    world.away = true;
    world.pass(2_000);
    await clock.measure();
    expect(clock.now()).toBe(start + 2_000);
    clock.stop();
  });
});

async function follow() {
  let steady = 77_000;
  let time: number = start;
  const world = {
    away: false,
    pass(milliseconds: number) {
      steady += milliseconds;
      time += milliseconds;
    },
    set(milliseconds: number) {
      time += milliseconds;
    },
  };
  const answer = () => {
    if (world.away) throw new Error('away');
    return [{ now: instantText(time as Instant) }];
  };
  const session = { rows: () => Promise.resolve().then(answer) };
  const database = {
    dialect: 'mariadb',
    session: (work: (given: unknown) => unknown) => work(session),
  } as unknown as SqlDatabase;
  const clock = await databaseClock(database, { wall: () => 0, steady: () => steady });
  return { clock, world };
}
