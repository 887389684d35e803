import { Controller, Get, Inject, Param, Query } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { noSuchRequest } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
import type { RequestSummary, UndeliveredQuery } from '#core/request/request-store';
import { streamKeyOf } from '#core/request/stream-key';
import { AccountDirectory } from '#wiring/accounts/account-directory';
import type { Database } from '#wiring/database/database';
import { DATABASE, TOWN } from '#wiring/tokens';

import { ProblemException, readInput } from '../http/problem-exception.js';
import { streamInput } from './inputs.js';
import { detailView, summaryView } from './request-view.js';

/** Reading the one stream. */
@Controller('api/v1/requests')
export class RequestsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AccountDirectory) private readonly accounts: AccountDirectory,
    @Inject(TOWN) private readonly town: () => Town,
  ) {}

  @Get()
  async stream(@Query() query: unknown) {
    const { status, after, limit } = readInput(streamInput, query);
    const page = await this.page(status, { after: after ?? null, limit });
    const last = page.length === limit ? page.at(-1) : undefined;
    return {
      requests: page.map((request) => summaryView(request, this.accounts)),
      next: last === undefined ? null : keyOf(last, status),
    };
  }

  @Get(':number')
  async detail(@Param('number') typed: string) {
    const number = parseRequestNumber(typed, this.town().letters);
    const request = number === null ? null : await this.database.requests.find(number);
    if (request === null) throw new ProblemException(noSuchRequest(typed));
    return detailView(request, this.accounts, this.town().zone);
  }

  private page(status: StreamStatus, part: UndeliveredQuery): Promise<readonly RequestSummary[]> {
    const { requests } = this.database;
    return status === 'undelivered'
      ? requests.undelivered(part)
      : requests.stream({ open: status === 'open', ...part });
  }
}

type StreamStatus = ReturnType<typeof streamInput.parse>['status'];

/** Where the next page begins. */
function keyOf(last: RequestSummary, status: StreamStatus): string | null {
  switch (status) {
    case 'open':
      return last.streamKey;
    case 'closed':
      return last.id;
    case 'undelivered':
      return streamKeyOf(last.id, last.undelivered?.undeliveredAt ?? null);
  }
}
