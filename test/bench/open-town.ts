import type { Target } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import { embeddedTown } from './embedded-ground.js';
import { mariadbTown } from './mariadb-ground.js';

/** The defaults of production, whatever the tests are given. */
const productionPace: Readonly<Record<string, string>> = {
  TOWNLINE_SEND_TIMEOUT: '20s',
  TOWNLINE_SEND_LEASE: '200s',
  TOWNLINE_SETTLING_TIME: '2m',
  TOWNLINE_LOOK_AGAIN: '1m',
  TOWNLINE_SWEEP_INTERVAL: '5s',
  TOWNLINE_SEND_RETRIES: '30s,2m,10m,30m,1h',
  TOWNLINE_BACK_OFF_UP_TO: '5s',
};

export function openTown(
  target: Target,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchTown> {
  const all = { ...productionPace, ...settings };
  return target === 'mariadb' ? mariadbTown(all) : embeddedTown(all);
}
