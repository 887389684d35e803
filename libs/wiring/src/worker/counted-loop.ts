import { errorKind, type TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { type LoopWork, WorkLoop } from './work-loop.js';

/** A loop whose failures are counted and logged. */
export function countedLoop(
  work: Omit<LoopWork, 'failed'>,
  { backOffFromMs, backOffUpToMs }: Settings,
  events: TownEvents,
): WorkLoop {
  const failed = (loop: string, error: unknown) =>
    events.say('loop_failed', { loop, error: errorKind(error) });
  return new WorkLoop({ ...work, failed }, { fromMs: backOffFromMs, upToMs: backOffUpToMs });
}
