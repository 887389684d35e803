import type { Clock } from '#core/time/clock';
import type { Instant } from '#core/time/instant';
import { SECOND } from '#core/time/instant';

import { instantOf } from '../sql/instant-text.js';
import type { SqlDatabase } from '../sql/sql-session.js';

/** Follows the database's UTC time, so that several machines agree on leases and due times. */
export interface DatabaseClock extends Clock {
  /** Compares with the database once more; an unreachable one leaves the clock as it runs. */
  measure(): Promise<void>;
  stop(): void;
}

const MEASURE_EVERY_MS = 10 * SECOND;
const SAMPLES_AT_START = 3;
/** Smaller steps back are waited out, so that time never runs backwards over a network's jitter. */
const SMALL_STEP_MS = SECOND;

/** The process's own time, which a wrong clock of the machine moves but no database does. */
export interface LocalTime {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Milliseconds that only ever grow. */
  readonly steady: () => number;
}

const processTime: LocalTime = { wall: () => Date.now(), steady: () => performance.now() };

export async function databaseClock(
  database: SqlDatabase,
  local: LocalTime = processTime,
): Promise<DatabaseClock> {
  if (database.dialect === 'sqlite') return processClock(local);
  const ask = () => askTime(database, local);
  const first = await Promise.all(Array.from({ length: SAMPLES_AT_START }, ask));
  const clock = new FollowingClock(best(first), local, ask);
  clock.start();
  return clock;
}

/** The database's time was `ahead` of the steady time, give or take half of `tripMs`. */
interface Sample {
  readonly ahead: number;
  readonly tripMs: number;
}

class FollowingClock implements DatabaseClock {
  private last = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private sample: Sample,
    private readonly local: LocalTime,
    private readonly ask: () => Promise<Sample>,
  ) {}

  now(): Instant {
    const now = Math.floor(this.local.steady() + this.sample.ahead);
    const isSmallStepBack = now < this.last && this.last - now < SMALL_STEP_MS;
    if (!isSmallStepBack) this.last = now;
    return this.last as Instant;
  }

  async measure(): Promise<void> {
    try {
      this.sample = await this.ask();
    } catch {
      // The steady time goes on; the next measurement comes in ten seconds.
    }
  }

  start(): void {
    this.timer = setInterval(() => void this.measure(), MEASURE_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

function processClock(local: LocalTime): DatabaseClock {
  return {
    now: () => local.wall() as Instant,
    measure: () => Promise.resolve(),
    stop: () => undefined,
  };
}

async function askTime(database: SqlDatabase, local: LocalTime): Promise<Sample> {
  return database.session(async (session) => {
    const askedAt = local.steady();
    const [row] = await session.rows<{ readonly now: string }>('SELECT UTC_TIMESTAMP(3) AS now');
    const answeredAt = local.steady();
    if (row === undefined) throw new Error('The database told no time.');
    const tripMs = answeredAt - askedAt;
    return { ahead: instantOf(row.now) - (askedAt + tripMs / 2), tripMs };
  });
}

function best(samples: readonly Sample[]): Sample {
  return samples.reduce((one, other) => (other.tripMs < one.tripMs ? other : one));
}
