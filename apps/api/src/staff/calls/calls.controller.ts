import { Body, Controller, Inject, Post } from '@nestjs/common';

import type { ReceivePorts } from '#core/intake/receive-webhook';
import type { StaffActionPorts } from '#core/reply/staff-action';
import { takeCall } from '#core/reply/take-call';
import type { StaffMember } from '#core/staff/staff-store';
import { instantFromIso, isoFromInstant } from '#core/time/instant';
import { TownKnowledge } from '#wiring/emergency/town-knowledge';
import { TownEvents } from '#wiring/observability/town-events';
import { RECEIVE_PORTS, STAFF_ACTION_PORTS } from '#wiring/tokens';

import { CurrentStaff } from '../../auth/current-staff.js';
import { readInput, valueOf } from '../../http/problem-exception.js';
import { IdempotencyKey } from '../staff-call.js';
import { takenCallInput } from './call-inputs.js';

/** Calls that people of the town take. */
@Controller('api/v1/calls')
export class CallsController {
  constructor(
    @Inject(STAFF_ACTION_PORTS) private readonly actions: StaffActionPorts,
    @Inject(RECEIVE_PORTS) private readonly door: ReceivePorts,
    @Inject(TownKnowledge) private readonly knowledge: TownKnowledge,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Post()
  async take(
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body() body: unknown,
  ) {
    const { startedAt, ...said } = readInput(takenCallInput, body);
    const report = {
      ...said,
      ...(startedAt !== undefined && { startedAt: instantFromIso(startedAt) }),
    };
    const { actions, door } = this;
    const ports = { actions, door, services: () => this.knowledge.now().services };
    const entry = { staffId: member.id, idempotencyKey };
    const taken = valueOf(await takeCall(ports, entry, report));
    const { number, status, expectedAt, messageId } = taken;
    this.events.say('staff_acted', { action: 'take-call', staff: member.id, request: number });
    return {
      ...{ number, status, messageId },
      expectedAt: expectedAt === null ? null : isoFromInstant(expectedAt),
    };
  }
}
