import { Controller, Get, Inject, Param, Query } from '@nestjs/common';

import type { Town } from '#core/account/town';
import { noSuchRequest } from '#core/reply/staff-action';
import { parseRequestNumber } from '#core/request/request-number';
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
    const open = status === 'open';
    const page = await this.database.requests.stream({ open, after: after ?? null, limit });
    const last = page.length === limit ? page.at(-1) : undefined;
    return {
      requests: page.map((request) => summaryView(request, this.accounts)),
      next: last === undefined ? null : open ? last.streamKey : last.id,
    };
  }

  @Get(':number')
  async detail(@Param('number') typed: string) {
    const number = parseRequestNumber(typed, this.town().letters);
    const request = number === null ? null : await this.database.requests.find(number);
    if (request === null) throw new ProblemException(noSuchRequest(typed));
    return detailView(request, this.accounts);
  }
}
