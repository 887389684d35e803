import { Controller, Get, Inject, Param } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { noSuchRequest } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
import { explainClock } from '#core/sla/explain-clock';
import { type Instant, isoFromInstant } from '#core/time/instant';
import type { Database } from '#wiring/database/database';
import { DATABASE, TOWN } from '#wiring/tokens';
import { TownCalendars } from '#wiring/town/town-calendars';

import { ProblemException } from '../../http/problem-exception.js';

/** Why a request is due when it is. */
@Controller('api/v1/requests/:number/clocks')
export class ClocksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TownCalendars) private readonly calendars: TownCalendars,
    @Inject(TOWN) private readonly town: () => Town,
  ) {}

  @Get()
  async show(@Param('number') typed: string) {
    const { letters, language } = this.town();
    const number = parseRequestNumber(typed, letters);
    const request = number === null ? null : await this.database.requests.findSummary(number);
    if (request === null) throw new ProblemException(noSuchRequest(typed));
    const clocks = [];
    for (const { clock, history: segments } of await this.database.clocks.ofRequest(request.id)) {
      const calendar = await this.calendars.ofVersion(clock.calendarName, clock.calendarVersion);
      const { kind, state, policyName, policyVersion, calendarName, calendarVersion } = clock;
      clocks.push({
        ...{ kind, state, policyVersion, calendarVersion },
        ...{ policy: policyName, calendar: calendarName },
        startedAt: isoFromInstant(clock.startedAt),
        dueAt: isoFromInstant(clock.dueAt),
        metAt: isoOrNull(clock.metAt),
        breachedAt: isoOrNull(clock.breachedAt),
        explanation: [...explainClock({ clock, segments, calendar, language })],
      });
    }
    return { number: request.number, clocks };
  }
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}
