import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { flagEmergency } from '#core/emergency/manage-emergencies';
import { reportDuty } from '#core/emergency/report-duty';
import { noSuchRequest } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
import type { StaffMember } from '#core/staff/staff-store';
import { instantFromIso } from '#core/time/instant';
import type { Database } from '#wiring/database/database';
import { TownEmergencies } from '#wiring/emergency/town-emergencies';
import { TownEvents } from '#wiring/observability/town-events';
import { DATABASE, TOWN } from '#wiring/tokens';

import { CurrentStaff } from '../../auth/current-staff.js';
import { ProblemException, readInput, valueOf } from '../../http/problem-exception.js';
import { dutyInput, flagInput } from './emergency-inputs.js';
import { emergencyDetailView } from './emergency-view.js';

/** The emergencies of one request, and the duty that follows. */
@Controller('api/v1/requests/:number')
export class RequestEmergenciesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TownEmergencies) private readonly emergencies: TownEmergencies,
    @Inject(TOWN) private readonly town: () => Town,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Get('emergencies')
  async list(@Param('number') typed: string) {
    const number = this.canonical(typed);
    const request = await this.database.requests.findSummary(number);
    if (request === null) throw new ProblemException(noSuchRequest(typed));
    const found = await this.database.emergencies.ofRequest(request.id);
    return { emergencies: found.map(emergencyDetailView) };
  }

  @Post('emergencies')
  async flag(
    @Param('number') typed: string,
    @CurrentStaff() member: StaffMember,
    @Body() body: unknown,
  ) {
    const { kind } = readInput(flagInput, body);
    const flagged = { requestNumber: this.canonical(typed), kind };
    const done = valueOf(await flagEmergency(this.emergencies.ports, flagged, member.id));
    this.events.say('staff_acted', { action: 'flag', staff: member.id });
    return done;
  }

  @Post('duty-reports')
  async duty(
    @Param('number') typed: string,
    @CurrentStaff() member: StaffMember,
    @Body() body: unknown,
  ) {
    const { at, ...said } = readInput(dutyInput, body);
    const report = { ...said, at: instantFromIso(at) };
    const { clock } = this.database;
    const ports = { duties: this.database.duties, clock, newId: this.emergencies.ports.newId };
    const flagged = { requestNumber: this.canonical(typed), staffId: member.id };
    const done = valueOf(await reportDuty({ ...ports, town: this.town }, flagged, report));
    this.events.say('staff_acted', { action: 'duty', staff: member.id });
    return done;
  }

  private canonical(typed: string): string {
    const number = parseRequestNumber(typed, this.town().letters);
    if (number === null) throw new ProblemException(noSuchRequest(typed));
    return number;
  }
}
