import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Town } from '#core/account/town';
import type { AuditAction } from '#core/audit/audit-entry';
import type { AttachmentId, EnvelopeId } from '#core/identity/ids';
import { downloadAttachment, downloadQuarantined, downloadSource } from '#core/media/download';
import { noSuchRequest } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
import type { RequestSummary } from '#core/request/request-store';
import type { StaffMember } from '#core/staff/staff-store';
import { isoFromInstant } from '#core/time/instant';
import { AccountDirectory } from '#wiring/accounts/account-directory';
import type { Database } from '#wiring/database/database';
import { DATABASE, TOWN } from '#wiring/tokens';

import { CurrentStaff } from '../auth/current-staff.js';
import { ProblemException, readInput, valueOf } from '../http/problem-exception.js';
import { sendDownload } from '../http/send-download.js';
import { attachmentId, envelopeId, messageId, quarantineInput } from './inputs.js';

/** What came in as it came: sources, attachments, and the quarantine. */
@Controller('api/v1')
export class DownloadsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AccountDirectory) private readonly accounts: AccountDirectory,
    @Inject(TOWN) private readonly town: () => Town,
  ) {}

  @Get('requests/:number/attachments/:id')
  async attachment(
    @Param() params: RequestParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id: requestId } = await this.requestOf(params.number);
    const id: AttachmentId = readInput(attachmentId, params.id);
    const download = valueOf(await downloadAttachment(this.database, requestId, id));
    return sendDownload(request, reply, download);
  }

  @Get('requests/:number/messages/:id/source')
  async source(
    @Param() params: RequestParams,
    @CurrentStaff() member: StaffMember,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id: requestId, number } = await this.requestOf(params.number);
    const message = readInput(messageId, params.id);
    const named = { requestId, number, messageId: message };
    const download = valueOf(await downloadSource(this.database, named));
    await this.note(member, 'message.source-read', `message:${message}`);
    return sendDownload(request, reply, download);
  }

  @Get('quarantine')
  async quarantine(@Query() query: unknown) {
    const { before, limit } = readInput(quarantineInput, query);
    const page = await this.database.sources.quarantined(before ?? null, limit);
    const envelopes = page.map((kept) => {
      const account = this.accounts.byId(kept.channelAccountId);
      return {
        envelopeId: kept.envelopeId,
        channelAccount: typeof account === 'string' ? null : account.code,
        contentType: kept.contentType,
        reason: kept.reason,
        receivedAt: isoFromInstant(kept.receivedAt),
        quarantinedAt: isoFromInstant(kept.quarantinedAt),
      };
    });
    return { envelopes, next: page.length === limit ? (page.at(-1)?.envelopeId ?? null) : null };
  }

  @Get('quarantine/:id/source')
  async quarantined(
    @Param('id') typed: string,
    @CurrentStaff() member: StaffMember,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id: EnvelopeId = readInput(envelopeId, typed);
    const download = valueOf(await downloadQuarantined(this.database, id));
    await this.note(member, 'envelope.source-read', `envelope:${id}`);
    return sendDownload(request, reply, download);
  }

  private async requestOf(typed: string): Promise<RequestSummary> {
    const number = parseRequestNumber(typed, this.town().letters);
    const request = number === null ? null : await this.database.requests.findSummary(number);
    if (request === null) throw new ProblemException(noSuchRequest(typed));
    return request;
  }

  private note(member: StaffMember, action: AuditAction, subject: string): Promise<void> {
    const at = this.database.clock.now();
    return this.database.sources.noteRead({ at, staffId: member.id, action, subject, detail: {} });
  }
}

interface RequestParams {
  readonly number: string;
  readonly id: string;
}
