import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { recordToldConsent } from '#core/consent/change-consent';
import { noSuchRequest, type StaffActionPorts } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
import type { StaffMember } from '#core/staff/staff-store';
import type { Database } from '#wiring/database/database';
import { TownEvents } from '#wiring/observability/town-events';
import { DATABASE, STAFF_ACTION_PORTS, TOWN } from '#wiring/tokens';

import { CurrentStaff } from '../../auth/current-staff.js';
import { ProblemException, readInput, valueOf } from '../../http/problem-exception.js';
import { IdempotencyKey } from '../staff-call.js';
import { toldConsentInput } from './consent-inputs.js';
import { consentView } from './consent-view.js';

/** What the citizen of a request wants to be sent. */
@Controller('api/v1/requests/:number/consent')
export class ConsentController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(STAFF_ACTION_PORTS) private readonly ports: StaffActionPorts,
    @Inject(TOWN) private readonly town: () => Town,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Get()
  async show(@Param('number') typed: string) {
    const record = await this.database.consent.ofRequest(this.canonical(typed));
    if (record === null) throw new ProblemException(noSuchRequest(typed));
    return consentView(record, this.ports.accounts);
  }

  @Post()
  async record(
    @Param('number') typed: string,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body() body: unknown,
  ) {
    const told = readInput(toldConsentInput, body);
    const number = this.canonical(typed);
    const action = { staffId: member.id, number, idempotencyKey };
    const recorded = valueOf(await recordToldConsent(this.ports, action, told));
    this.events.say('staff_acted', { action: told.action, staff: member.id, request: number });
    return recorded;
  }

  private canonical(typed: string): string {
    const number = parseRequestNumber(typed, this.town().letters);
    if (number === null) throw new ProblemException(noSuchRequest(typed));
    return number;
  }
}
