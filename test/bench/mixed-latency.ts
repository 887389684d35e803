/**
 * Loaded before a worker by `--import`: every tenth send of the loopback channel takes 100 ms, the
 * others 10 ms, as a provider under load does.
 */
import { setTimeout as pause } from 'node:timers/promises';

import { wrapLoopback } from '../support/wrapped-loopback.js';

let sends = 0;

wrapLoopback((adapter) => ({
  ...adapter,
  send: async (delivery, signal) => {
    sends += 1;
    await pause(sends % 10 === 0 ? 100 : 10);
    return adapter.send(delivery, signal);
  },
}));
