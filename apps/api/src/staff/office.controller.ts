import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';

import { type LedgerPorts, verifyLedger } from '#core/ledger/verify-ledger';
import type { StaffMember } from '#core/staff/staff-store';
import { ManageAccounts } from '#wiring/accounts/manage-accounts';
import { TownEvents } from '#wiring/observability/town-events';
import { LEDGER_PORTS } from '#wiring/tokens';

import { CurrentStaff } from '../auth/current-staff.js';
import { Roles } from '../auth/public.decorator.js';
import { readInput } from '../http/problem-exception.js';
import { emptyInput } from './inputs.js';

/** What the whole office rests on: keys and the proof that nothing was lost. */
@Controller('api/v1')
export class OfficeController {
  constructor(
    @Inject(ManageAccounts) private readonly accounts: ManageAccounts,
    @Inject(LEDGER_PORTS) private readonly ledgerPorts: LedgerPorts,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Post('secrets/rotate')
  @HttpCode(200)
  @Roles('administrator')
  async rotate(@CurrentStaff() member: StaffMember, @Body() body: unknown) {
    readInput(emptyInput, body);
    const rotated = await this.accounts.rotateSecrets(member.id);
    this.events.say('secrets_rotated', { staff: member.id, accounts: rotated });
    return { rotated };
  }

  @Get('ledger')
  @Roles('administrator', 'supervisor', 'records_officer')
  ledger() {
    return verifyLedger(this.ledgerPorts);
  }
}
