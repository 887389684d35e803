import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';

import type { StaffMember } from '#core/staff/staff-store';
import { ManageAccounts } from '#wiring/accounts/manage-accounts';

import { CurrentStaff } from '../auth/current-staff.js';
import { Roles } from '../auth/public.decorator.js';
import { readInput, valueOf } from '../http/problem-exception.js';
import { accountChangeInput, emptyInput, newAccountInput } from './inputs.js';

/** Setting channels up. Settings go in and never come out. */
@Roles('administrator')
@Controller('api/v1/channel-accounts')
export class ChannelAccountsController {
  constructor(@Inject(ManageAccounts) private readonly accounts: ManageAccounts) {}

  @Get()
  async list() {
    return { accounts: await this.accounts.list() };
  }

  @Post()
  async add(@Body() body: unknown, @CurrentStaff() member: StaffMember) {
    const account = readInput(newAccountInput, body);
    return valueOf(await this.accounts.add(account, member.id));
  }

  @Patch(':code')
  async change(
    @Param('code') code: string,
    @Body() body: unknown,
    @CurrentStaff() member: StaffMember,
  ) {
    const change = readInput(accountChangeInput, body);
    return valueOf(await this.accounts.change(code, change, member.id));
  }

  @Post(':code/check')
  @HttpCode(200)
  async check(@Param('code') code: string, @Body() body: unknown) {
    readInput(emptyInput, body);
    return valueOf(await this.accounts.check(code));
  }
}
