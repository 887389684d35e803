import { type Bell, type JobQueue } from '#core/queue/job-queue';

/** Passes the queue's contract and lets a test take the other processes away. */
export interface FakeJobQueue extends JobQueue {
  readonly rung: readonly Bell[];
  goAway(): void;
  comeBack(): void;
}

export function fakeJobQueue(): FakeJobQueue {
  const listeners = new Map<Bell, Set<() => void>>();
  const waiting = new Set<Bell>();
  const rung: Bell[] = [];
  let state: 'connected' | 'away' = 'connected';
  return {
    rung,
    ring(bell) {
      rung.push(bell);
      if (waiting.has(bell)) return;
      waiting.add(bell);
      setImmediate(() => {
        waiting.delete(bell);
        for (const listener of listeners.get(bell) ?? []) listener();
      });
    },
    onRing(bell, listener) {
      const known = listeners.get(bell) ?? new Set();
      listeners.set(bell, known.add(listener));
      return () => known.delete(listener);
    },
    state: () => state,
    close: () => {
      listeners.clear();
      return Promise.resolve();
    },
    goAway() {
      state = 'away';
    },
    comeBack() {
      state = 'connected';
    },
  };
}
