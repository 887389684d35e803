import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';

import { acknowledgeByNumber, noSuchEmergency } from '#core/emergency/manage-emergencies';
import { notFound } from '#core/error/problem';
import type { StaffMember } from '#core/staff/staff-store';
import { TownEmergencies } from '#wiring/emergency/town-emergencies';
import { TownEvents } from '#wiring/observability/town-events';

import { CurrentStaff } from '../../auth/current-staff.js';
import { ProblemException, readInput, valueOf } from '../../http/problem-exception.js';
import { emptyInput } from '../inputs.js';
import { emergencyListInput } from './emergency-inputs.js';
import { emergencyDetailView, emergencyView } from './emergency-view.js';

/** What must not wait, and who has it. */
@Controller('api/v1/emergencies')
export class EmergenciesController {
  constructor(
    @Inject(TownEmergencies) private readonly town: TownEmergencies,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Get()
  async list(@Query() query: unknown) {
    const { waiting, limit } = readInput(emergencyListInput, query);
    const found = await this.town.ports.emergencies.list({ waiting: waiting === 'true', limit });
    return { emergencies: found.map(emergencyView) };
  }

  @Get(':number')
  async show(@Param('number') typed: string) {
    const number = readNumber(typed);
    const found = await this.town.ports.emergencies.find(number);
    if (found === null) throw new ProblemException(noSuchEmergency(number));
    return emergencyDetailView(found);
  }

  @Post(':number/acknowledge')
  @HttpCode(200)
  async acknowledge(
    @Param('number') typed: string,
    @CurrentStaff() member: StaffMember,
    @Body() body: unknown,
  ) {
    readInput(emptyInput, body);
    const number = readNumber(typed);
    const done = valueOf(await acknowledgeByNumber(this.town.ports, number, member.id));
    this.events.say('staff_acted', { action: 'acknowledge', staff: member.id });
    return done;
  }
}

/** `E-12`, `e12` or `12`. */
function readNumber(typed: string): number {
  const [, digits] = /^(?:e-?)?(\d{1,9})$/i.exec(typed.trim()) ?? [];
  if (digits !== undefined) return Number(digits);
  const remedy = 'Numbers of emergencies are written E-12; `emergency list` shows them.';
  throw new ProblemException(notFound('The emergency', remedy));
}
