import type { Town } from '../account/town.js';
import { StoreConflict } from '../error/store-errors.js';
import type { NewId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import type { Clock } from '../time/clock.js';
import type { CalendarDecision } from '../town/calendar-decision.js';
import { addCounts, countsOf, noCounts, type RecountCounts } from './recount-counts.js';
import { planRecountedPage } from './recount-page.js';
import type { RecountStore } from './recount-store.js';

export interface RecountPorts {
  readonly recounts: RecountStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly checkpoint: Checkpoint;
  readonly town: () => Pick<Town, 'policy' | 'language'>;
  /** Between two pages, so that intake goes first. */
  readonly pause: () => Promise<void>;
}

export interface Recounting extends RecountCounts {
  readonly told: number;
  /** False when it was stopped before the last clock; whoever goes on finds what is left. */
  readonly finished: boolean;
}

/** Small enough that nobody waits for a page: with its messages it takes a tenth of a second. */
export const RECOUNT_PAGE_SIZE = 200;
/** Each lost against somebody else's transaction, so the town is at work. */
const MOST_CONFLICTS = 20;

/**
 * Counts every open clock anew that was counted in an older version of the calendar: one commit a
 * page. What is left lies in the rows, so that anybody may go on after a crash, and a request that was
 * registered by a process with an old snapshot is found as well.
 */
export async function recountOutdated(
  ports: RecountPorts,
  decision: CalendarDecision,
  stopped: () => boolean,
): Promise<Recounting> {
  let done: Recounting = { ...noCounts, told: 0, finished: false };
  let conflicts = 0;
  while (!stopped()) {
    try {
      const page = await recountPage(ports, decision);
      if (page === null) return { ...done, finished: true };
      done = { ...addCounts(done, page), told: done.told + page.told, finished: false };
      conflicts = 0;
    } catch (error) {
      conflicts += 1;
      if (!(error instanceof StoreConflict) || conflicts > MOST_CONFLICTS) throw error;
    }
    await ports.pause();
  }
  return done;
}

async function recountPage(
  ports: RecountPorts,
  decision: CalendarDecision,
): Promise<(RecountCounts & { readonly told: number }) | null> {
  const { recounts, clock, newId, town } = ports;
  const { name: calendarName, version: calendarVersion } = decision.calendar;
  const outdated = { calendarName, calendarVersion, limit: RECOUNT_PAGE_SIZE };
  let counts = { ...noCounts, told: 0 };
  const found = await recounts.recountPage(outdated, (clocks) => {
    const { policy, language } = town();
    const context = { decision, policy, language, newId, now: clock.now() };
    const { page, recounted } = planRecountedPage(clocks, context);
    counts = { ...countsOf(recounted), told: page.messages.length };
    ports.checkpoint('recount:planned');
    return page;
  });
  if (found === 0) return null;
  ports.checkpoint('recount:committed');
  return counts;
}
