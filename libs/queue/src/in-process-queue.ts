import { type JobQueue } from '#core/queue/job-queue';

import { LocalBells } from './local-bells.js';

/** The doorbell of a town that runs in one process: a function call behind the port. */
export function inProcessQueue(): JobQueue {
  const bells = new LocalBells();
  return {
    ring: (bell) => bells.ring(bell),
    onRing: (bell, listener) => bells.onRing(bell, listener),
    state: () => 'connected',
    close: () => {
      bells.silence();
      return Promise.resolve();
    },
  };
}
