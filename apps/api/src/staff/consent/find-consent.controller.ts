import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { ChannelDefinition } from '#core/channel/definition';
import { readTypedAddress } from '#core/channel/typed-address';
import { invalidInput, notFound } from '#core/error/problem';
import { addressKeyOf } from '#core/identity/binary-key';
import { AccountDirectory } from '#wiring/accounts/account-directory';
import type { Database } from '#wiring/database/database';
import { CHANNELS, DATABASE } from '#wiring/tokens';

import { ProblemException, readInput } from '../../http/problem-exception.js';
import { addressInput } from './consent-inputs.js';
import { consentView } from './consent-view.js';

/** What was said at an address. It is asked for in a body: addresses of pages end in the logs of others. */
@Controller('api/v1/consent')
export class FindConsentController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHANNELS) private readonly channels: readonly ChannelDefinition[],
    @Inject(AccountDirectory) private readonly accounts: ChannelAccounts,
  ) {}

  @Post('find')
  @HttpCode(200)
  async find(@Body() body: unknown) {
    const typed = readInput(addressInput, body);
    const reading = readTypedAddress(this.channels, typed);
    if (reading.kind === 'faulty') {
      throw new ProblemException(invalidInput([{ field: 'address', message: reading.message }]));
    }
    const key = addressKeyOf(typed.kind, reading.address);
    const record = await this.database.consent.ofAddress(key);
    if (record === null) throw new ProblemException(nobodyWrote);
    return consentView(record, this.accounts);
  }
}

const nobodyWrote = notFound(
  'A message from this address',
  'Nobody has written from it, so nothing was said there. Check the number, or name a request.',
);
