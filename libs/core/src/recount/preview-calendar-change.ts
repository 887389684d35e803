import type { Town } from '../account/town.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { SlaClockKind } from '../sla/sla-clock.js';
import { type Language, supportedLanguage } from '../text/catalogue.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import type { CalendarDecision } from '../town/calendar-decision.js';
import type { Recounted } from './recount-clock.js';
import { addCounts, countsOf, noCounts, type RecountCounts } from './recount-counts.js';
import { newPromiseText, recountAll } from './recount-page.js';
import type { RecountStore } from './recount-store.js';

export interface PreviewPorts {
  readonly recounts: RecountStore;
  readonly clock: Clock;
  readonly town: () => Pick<Town, 'policy' | 'language'>;
}

export interface MovedClock {
  readonly number: string;
  readonly kind: SlaClockKind;
  readonly dueBefore: Instant;
  readonly dueAfter: Instant;
  readonly breach: Recounted['breach'];
}

export interface ToldOtherwise {
  readonly channelAccountId: ChannelAccountId;
  readonly language: Language;
  readonly count: number;
  /** What the first of them would read. */
  readonly example: string;
}

export interface CalendarPreview extends RecountCounts {
  /** The first ones; `moved` counts all. */
  readonly rows: readonly MovedClock[];
  readonly citizens: readonly ToldOtherwise[];
}

const PAGE_SIZE = 500;
const MOST_ROWS = 200;

/** What a change of a calendar would do to the open clocks that are counted in it. Writes nothing. */
export async function previewCalendarChange(
  ports: PreviewPorts,
  decision: CalendarDecision,
): Promise<CalendarPreview> {
  const now = ports.clock.now();
  const { policy, language } = ports.town();
  let counts = noCounts;
  const rows: MovedClock[] = [];
  const citizens = new Map<string, ToldOtherwise>();
  const { calendar } = decision;
  for await (const page of ports.recounts.openClocks(calendar.name, PAGE_SIZE)) {
    const recounted = recountAll(page, { decision, policy, now });
    counts = addCounts(counts, countsOf(recounted));
    const moved = recounted.filter((one) => one.moved);
    rows.push(...moved.slice(0, MOST_ROWS - rows.length).map(rowOf));
    for (const one of recounted.filter(({ toldOtherwise }) => toldOtherwise)) {
      addCitizen(citizens, one, { decision, language, now });
    }
  }
  return { ...counts, rows, citizens: [...citizens.values()] };
}

function rowOf({ open, clock, breach }: Recounted): MovedClock {
  const { number } = open.request;
  const { kind, dueAt: dueBefore } = open.clock;
  return { number, kind, dueBefore, dueAfter: clock.dueAt, breach };
}

/** Few accounts and languages: bounded however many citizens there are. Words are made once for each. */
function addCitizen(
  citizens: Map<string, ToldOtherwise>,
  one: Recounted,
  context: Parameters<typeof newPromiseText>[1],
): void {
  const { channelAccountId, language: tag } = one.open.request;
  const language = supportedLanguage(tag) ?? context.language;
  const key = `${channelAccountId} ${language}`;
  const known = citizens.get(key);
  const { count, example } = known ?? { count: 0, example: newPromiseText(one, context) };
  citizens.set(key, { channelAccountId, language, count: count + 1, example });
}
