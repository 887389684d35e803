import { Body, Controller, Get, HttpCode, Inject, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { policyDocument } from '#core/sla/policy-document';
import type { StaffMember } from '#core/staff/staff-store';
import { type PolicyPorts, previewPolicy, savePolicy } from '#core/town/change-policy';
import type { Database } from '#wiring/database/database';
import { DATABASE } from '#wiring/tokens';
import { TownDirectory } from '#wiring/town/town-directory';

import { CurrentStaff } from '../../auth/current-staff.js';
import { Roles } from '../../auth/public.decorator.js';
import { readInput, valueOf } from '../../http/problem-exception.js';
import { ExpectedVersion } from './expected-version.js';
import { policyInput } from './sla-inputs.js';

/** What is promised to whom. */
@Controller('api/v1/policies')
export class PoliciesController {
  private readonly ports: PolicyPorts;

  constructor(
    @Inject(DATABASE) { documents, clock }: Database,
    @Inject(TownDirectory) private readonly directory: TownDirectory,
  ) {
    const current = () => directory.town().policy;
    this.ports = { documents, clock, current, refresh: () => directory.refresh() };
  }

  @Get()
  show(@Res({ passthrough: true }) reply: FastifyReply) {
    const { policy } = this.directory.town();
    const { version } = policy;
    void reply.header('etag', `"${String(version)}"`);
    return { version, savedBy: this.directory.policyDecidedBy(), policy: policyDocument(policy) };
  }

  @Put()
  @Roles('administrator', 'supervisor')
  async save(
    @ExpectedVersion() expectedVersion: number,
    @CurrentStaff() { id: staffId }: StaffMember,
    @Body() body: unknown,
  ) {
    const { policy: document } = readInput(policyInput, body);
    return valueOf(await savePolicy(this.ports, { expectedVersion, document, staffId }));
  }

  @Post('preview')
  @HttpCode(200)
  @Roles('administrator', 'supervisor')
  async preview(@Body() body: unknown) {
    const { policy: document } = readInput(policyInput, body);
    return valueOf(await previewPolicy(this.ports, document));
  }
}
