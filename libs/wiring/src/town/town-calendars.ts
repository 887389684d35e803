import { setImmediate as endOfTurn } from 'node:timers/promises';

import { Inject, Injectable } from '@nestjs/common';

import type { Town } from '#core/account/town';
import type { BusinessCalendar } from '#core/calendar/business-calendar';
import type { NewId } from '#core/identity/ids';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { JobQueue } from '#core/queue/job-queue';
import type { CalendarPorts } from '#core/recount/change-calendar';
import { type Recounting, recountOutdated } from '#core/recount/recount-outdated';
import { termsOf } from '#core/sla/sla-policy';
import { type CalendarDecision, readCalendarBody } from '#core/town/calendar-decision';
import { JOB_QUEUE } from '#queue/queue.module';

import type { Database } from '../database/database.js';
import { TownEvents } from '../observability/town-events.js';
import { CHECKPOINT, DATABASE, NEW_ID, TOWN } from '../tokens.js';
import { TownDirectory } from './town-directory.js';

/** Within this time the one who asks sees the end; the worker goes on with a longer change. */
export const ASKER_WAITS_MS = 8_000;

/** Changing calendars, and counting the open clocks anew that a change left behind. */
@Injectable()
export class TownCalendars {
  readonly ports: CalendarPorts;

  constructor(
    @Inject(DATABASE) { documents, recounts, clock }: Database,
    @Inject(TownDirectory) private readonly directory: TownDirectory,
    @Inject(NEW_ID) newId: NewId,
    @Inject(TOWN) town: () => Town,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {
    const current = (name: string) => directory.calendar(name);
    const refresh = () => directory.refresh();
    const stores = { documents, recounts, clock };
    this.ports = { ...stores, newId, town, checkpoint, current, refresh, pause: () => endOfTurn() };
  }

  /** The calendar that a clock was counted in; the one that holds where that version is not kept. */
  async ofVersion(name: string, version: number): Promise<BusinessCalendar> {
    const clock = { policyName: '', calendarName: name };
    const { calendar } = termsOf(this.ports.town().policy, clock);
    if (calendar.version === version) return calendar;
    const page = { before: version + 1, limit: 1 };
    const [document] = await this.ports.documents.history('calendar', name, page);
    const read = document?.version === version ? readCalendarBody(document) : null;
    return read?.ok === true ? read.value.calendar : calendar;
  }

  /** A worker's round: costs one seek a calendar while nothing is left behind. */
  async recount(signal: AbortSignal): Promise<void> {
    for (const decision of this.directory.calendars()) {
      if (this.isInHand(decision)) continue;
      this.recounted(await recountOutdated(this.ports, decision, () => signal.aborted));
    }
  }

  /** Who changed it counts first, so that they see the whole of what they did. */
  private isInHand({ decidedAt }: CalendarDecision): boolean {
    return decidedAt !== null && this.ports.clock.now() - decidedAt < ASKER_WAITS_MS;
  }

  /** Says what was done, and wakes the sending side when citizens are told. */
  recounted({ clocks, moved, told }: Recounting): void {
    if (clocks === 0) return;
    this.events.say('clocks_recounted', { moved, told }, clocks);
    if (told > 0) this.queue.ring('deliver');
  }
}
