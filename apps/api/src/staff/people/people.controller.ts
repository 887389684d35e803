import { Body, Controller, Get, Inject, Param, Patch, Post } from '@nestjs/common';

import type { AuditAction } from '#core/audit/audit-entry';
import type { ChannelDefinition } from '#core/channel/definition';
import { notFound, type Problem } from '#core/error/problem';
import type { NewId, StaffId } from '#core/identity/ids';
import type { ListedStaff, StaffMember } from '#core/staff/staff-store';
import type { Database } from '#wiring/database/database';
import { TownKnowledge } from '#wiring/emergency/town-knowledge';
import { TownEvents } from '#wiring/observability/town-events';
import { CHANNELS, DATABASE, NEW_ID } from '#wiring/tokens';

import { CurrentStaff } from '../../auth/current-staff.js';
import { Roles } from '../../auth/public.decorator.js';
import { ProblemException, readInput } from '../../http/problem-exception.js';
import { addressesInput, newPersonInput } from './people-inputs.js';
import { bothWays, writtenAddresses } from './written-addresses.js';

/** The town's own people and where they are reached. */
@Controller('api/v1/staff')
@Roles('administrator')
export class PeopleController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(TownKnowledge) private readonly knowledge: TownKnowledge,
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(CHANNELS) private readonly channels: readonly ChannelDefinition[],
  ) {}

  @Get()
  @Roles('administrator', 'supervisor')
  async list() {
    return { staff: await this.database.staff.list() };
  }

  @Post()
  async add(@CurrentStaff() member: StaffMember, @Body() body: unknown): Promise<ListedStaff> {
    const { name, role, addresses: typed } = readInput(newPersonInput, body);
    const addresses = writtenAddresses(this.channels, 'addresses', typed);
    const { staff, clock } = this.database;
    // A rota names people: two of one name could not be told apart.
    if ((await staff.list()).some((known) => known.name === name)) {
      throw new ProblemException(nameTaken(name));
    }
    const id = this.newId<'Staff'>();
    const createdAt = clock.now();
    await staff.add({ id, name, role, createdAt }, this.audit(member, id, 'staff.created'));
    for (const address of addresses) await this.addAddress(member, { staffId: id, ...address });
    return this.changed(member, 'add-staff', name);
  }

  @Patch(':name')
  async addresses(
    @Param('name') name: string,
    @CurrentStaff() member: StaffMember,
    @Body() body: unknown,
  ): Promise<ListedStaff> {
    const { add: typed, remove } = readInput(addressesInput, body);
    const add = writtenAddresses(this.channels, 'add', typed);
    const { id: staffId } = await this.find(name);
    const removed = this.audit(member, staffId, 'staff.address-removed');
    for (const address of remove.flatMap((one) => bothWays(this.channels, one))) {
      await this.database.staff.removeAddress({ staffId, ...address }, removed);
    }
    for (const address of add) await this.addAddress(member, { staffId, ...address });
    return this.changed(member, 'change-staff', name);
  }

  private async addAddress(
    member: StaffMember,
    address: Parameters<Database['staff']['addAddress']>[0],
  ): Promise<void> {
    const { staff, clock } = this.database;
    const audit = this.audit(member, address.staffId, 'staff.address-added');
    await staff.addAddress(address, clock.now(), audit);
  }

  private async changed(member: StaffMember, action: string, name: string): Promise<ListedStaff> {
    this.events.say('staff_acted', { action, staff: member.id });
    await this.knowledge.refresh();
    return this.find(name);
  }

  private async find(name: string): Promise<ListedStaff> {
    const found = (await this.database.staff.list()).find((person) => person.name === name);
    if (found !== undefined) return found;
    throw new ProblemException(notFound(name, 'Check the name; `staff list` shows the names.'));
  }

  private audit(member: StaffMember, id: StaffId, action: AuditAction) {
    const at = this.database.clock.now();
    return { at, staffId: member.id, action, subject: `staff:${id}`, detail: {} };
  }
}

function nameTaken(name: string): Problem {
  return {
    code: 'conflict',
    title: `There is a ${name} already`,
    detail: 'Rotas name people: give the new one another name, as with a middle initial.',
  };
}
