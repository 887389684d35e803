import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { calendarDocument } from '#core/calendar/calendar-document';
import { notFound } from '#core/error/problem';
import type { Result } from '#core/error/result';
import { applyChange, type ChangedCalendar, previewChange } from '#core/recount/change-calendar';
import { declareClosure, previewClosure } from '#core/recount/declare-closure';
import type { StaffMember } from '#core/staff/staff-store';
import { AccountDirectory } from '#wiring/accounts/account-directory';
import { ASKER_WAITS_MS, TownCalendars } from '#wiring/town/town-calendars';
import { TownDirectory } from '#wiring/town/town-directory';

import { CurrentStaff } from '../../auth/current-staff.js';
import { Roles } from '../../auth/public.decorator.js';
import { ProblemException, readInput, valueOf } from '../../http/problem-exception.js';
import { ExpectedVersion } from './expected-version.js';
import {
  calendarInput,
  calendarName,
  calendarPreviewInput,
  closureInput,
  closurePreviewInput,
} from './sla-inputs.js';
import { previewView } from './sla-view.js';

/** When the town is open: reading, previewing, changing. */
@Controller('api/v1/calendars')
export class CalendarsController {
  constructor(
    @Inject(TownCalendars) private readonly calendars: TownCalendars,
    @Inject(TownDirectory) private readonly directory: TownDirectory,
    @Inject(AccountDirectory) private readonly accounts: AccountDirectory,
  ) {}

  @Get()
  list() {
    const faulty = this.directory.broken().map(({ document, problem }) => ({
      ...{ kind: document.kind, name: document.name, fault: problem.detail },
    }));
    return {
      calendars: this.directory
        .calendars()
        .map(({ calendar: { name, version, zone }, decidedBy }) => {
          const broken = faulty.find((other) => other.kind === 'calendar' && other.name === name);
          return { name, version, savedBy: decidedBy, zone, fault: broken?.fault ?? null };
        }),
    };
  }

  @Get(':name')
  show(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const known = this.directory.calendar(readInput(calendarName, name));
    if (known === null) throw new ProblemException(noSuchCalendar(name));
    const { definition, decidedBy } = known;
    const { version } = definition;
    void reply.header('etag', `"${String(version)}"`);
    return { name, version, savedBy: decidedBy, calendar: calendarDocument(definition) };
  }

  @Put(':name')
  @Roles('administrator', 'supervisor')
  async save(
    @Param('name') name: string,
    @ExpectedVersion() expectedVersion: number,
    @CurrentStaff() { id: staffId }: StaffMember,
    @Body() body: unknown,
  ) {
    const { calendar, tellCitizens } = readInput(calendarInput, body);
    const change = { expectedVersion, make: () => calendar, reason: null, tellCitizens, staffId };
    const named = { ...change, name: readInput(calendarName, name) };
    return this.changed(await applyChange(this.calendars.ports, named, soon()));
  }

  @Post(':name/preview')
  @HttpCode(200)
  @Roles('administrator', 'supervisor')
  async preview(
    @Param('name') name: string,
    @CurrentStaff() { id: staffId }: StaffMember,
    @Body() body: unknown,
  ) {
    const { calendar } = readInput(calendarPreviewInput, body);
    const { ports } = this.calendars;
    const change = { name: readInput(calendarName, name), make: () => calendar, reason: null };
    const how = { tellCitizens: false, staffId };
    return previewView(valueOf(await previewChange(ports, { ...change, ...how })), this.accounts);
  }

  @Post(':name/closures')
  @HttpCode(200)
  @Roles('administrator', 'supervisor')
  async close(
    @Param('name') name: string,
    @CurrentStaff() { id: staffId }: StaffMember,
    @Body() body: unknown,
  ) {
    const closing = { ...readInput(closureInput, body), staffId };
    const named = { ...closing, calendarName: readInput(calendarName, name) };
    return this.changed(await declareClosure(this.calendars.ports, named, soon()));
  }

  @Post(':name/closures/preview')
  @HttpCode(200)
  @Roles('administrator', 'supervisor')
  async previewClosure(
    @Param('name') name: string,
    @CurrentStaff() { id: staffId }: StaffMember,
    @Body() body: unknown,
  ) {
    const { closure } = readInput(closurePreviewInput, body);
    const closing = { closure, staffId, tellCitizens: false };
    const named = { ...closing, calendarName: readInput(calendarName, name) };
    return previewView(valueOf(await previewClosure(this.calendars.ports, named)), this.accounts);
  }

  private changed(result: Result<ChangedCalendar>): ChangedCalendar {
    const changed = valueOf(result);
    this.calendars.recounted(changed);
    return changed;
  }
}

function soon(): () => boolean {
  const until = performance.now() + ASKER_WAITS_MS;
  return () => performance.now() > until;
}

function noSuchCalendar(name: string) {
  return notFound(`The calendar ${name}`, '`sla calendar list` shows the ones that hold.');
}
