import { Body, Controller, Get, Inject, Put } from '@nestjs/common';

import type { StaffMember } from '#core/staff/staff-store';
import type { Database } from '#wiring/database/database';
import { TownRota } from '#wiring/emergency/town-rota';
import { TownEvents } from '#wiring/observability/town-events';
import { DATABASE } from '#wiring/tokens';

import { CurrentStaff } from '../../auth/current-staff.js';
import { Roles } from '../../auth/public.decorator.js';
import { readInput, valueOf } from '../../http/problem-exception.js';
import { rotaInput } from './emergency-inputs.js';

/** Who is on call, and the services whose emergencies they are told of. */
@Controller('api/v1')
export class OnCallController {
  constructor(
    @Inject(TownRota) private readonly rota: TownRota,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Get('on-call')
  async show() {
    const { saved, onCall, faults } = await this.rota.state();
    const rota: unknown = saved === null ? null : JSON.parse(saved.body);
    return { version: saved?.version ?? null, rota, onCall, faults };
  }

  @Put('on-call')
  @Roles('supervisor', 'administrator')
  async save(@CurrentStaff() member: StaffMember, @Body() body: unknown) {
    valueOf(await this.rota.replace(readInput(rotaInput, body), member.id));
    this.events.say('staff_acted', { action: 'rota', staff: member.id });
    return this.show();
  }

  @Get('services')
  async services() {
    return { services: await this.database.services.list() };
  }
}
