import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';

import type { Town } from '#core/account/town';
import type { Result } from '#core/error/result';
import { handleUndelivered } from '#core/ladder/handle-undelivered';
import { addNote } from '#core/reply/add-note';
import { closeRequest } from '#core/reply/close-request';
import { logCall } from '#core/reply/log-call';
import { resendMessage, withdrawMessage } from '#core/reply/outgoing-message';
import { replyToRequest } from '#core/reply/reply-to-request';
import { noSuchRequest, type StaffAction, type StaffActionPorts } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
import type { StaffMember } from '#core/staff/staff-store';
import { instantFromIso } from '#core/time/instant';
import { TownEvents } from '#wiring/observability/town-events';
import { STAFF_ACTION_PORTS, TOWN } from '#wiring/tokens';

import { CurrentStaff } from '../auth/current-staff.js';
import { ProblemException, readInput, valueOf } from '../http/problem-exception.js';
import { callInput, closeInput, emptyInput, noteInput, outgoingId, replyInput } from './inputs.js';
import { takenView } from './request-view.js';
import { IdempotencyKey } from './staff-call.js';

/** What people do to one request. */
@Controller('api/v1/requests/:number')
export class RequestActionsController {
  constructor(
    @Inject(STAFF_ACTION_PORTS) private readonly ports: StaffActionPorts,
    @Inject(TOWN) private readonly town: () => Town,
    @Inject(TownEvents) private readonly events: TownEvents,
  ) {}

  @Post('replies')
  async reply(
    @Param('number') number: string,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    const { seenUpTo, ...words } = readInput(replyInput, body);
    const reply = { ...words, seenUpTo: seenUpTo ?? null };
    const action = this.action(number, member, key);
    return takenView(this.done('reply', action, await replyToRequest(this.ports, action, reply)));
  }

  @Post('notes')
  async note(
    @Param('number') number: string,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    const { text } = readInput(noteInput, body);
    const action = this.action(number, member, key);
    return this.done('note', action, await addNote(this.ports, action, text));
  }

  @Post('calls')
  async call(
    @Param('number') number: string,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    const { at, ...call } = readInput(callInput, body);
    const action = this.action(number, member, key);
    const logged = { ...call, ...(at !== undefined && { at: instantFromIso(at) }) };
    return this.done('call', action, await logCall(this.ports, action, logged));
  }

  @Post('handled')
  @HttpCode(200)
  async handled(
    @Param('number') number: string,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    readInput(emptyInput, body);
    const action = this.action(number, member, key);
    return this.done('handled', action, await handleUndelivered(this.ports, action));
  }

  @Post('close')
  @HttpCode(200)
  async close(
    @Param('number') number: string,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    const closing = readInput(closeInput, body);
    const action = this.action(number, member, key);
    const closed = this.done('close', action, await closeRequest(this.ports, action, closing));
    return { ...takenView(closed), status: closed.status };
  }

  @Post('messages/:id/resend')
  @HttpCode(200)
  async resend(
    @Param() params: MessageParams,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    readInput(emptyInput, body);
    const action = this.action(params.number, member, key);
    const id = readInput(outgoingId, params.id);
    return this.done('resend', action, await resendMessage(this.ports, action, id));
  }

  @Post('messages/:id/withdraw')
  @HttpCode(200)
  async withdraw(
    @Param() params: MessageParams,
    @CurrentStaff() member: StaffMember,
    @IdempotencyKey() key: string | null,
    @Body() body: unknown,
  ) {
    readInput(emptyInput, body);
    const action = this.action(params.number, member, key);
    const id = readInput(outgoingId, params.id);
    return this.done('withdraw', action, await withdrawMessage(this.ports, action, id));
  }

  private action(typed: string, member: StaffMember, idempotencyKey: string | null): StaffAction {
    const number = parseRequestNumber(typed, this.town().letters);
    if (number === null) throw new ProblemException(noSuchRequest(typed));
    return { staffId: member.id, number, idempotencyKey };
  }

  private done<Value>(name: string, action: StaffAction, result: Result<Value>): Value {
    const value = valueOf(result);
    this.events.say('staff_acted', { action: name, staff: action.staffId, request: action.number });
    return value;
  }
}

interface MessageParams {
  readonly number: string;
  readonly id: string;
}
