import { setTimeout as sleep } from 'node:timers/promises';

import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import type { NewId } from '#core/identity/ids';
import type { AcknowledgementCap } from '#core/intake/acknowledgement-cap';
import type { AwaitPorts } from '#core/intake/await-registration';
import type { Checkpoint } from '#core/intake/checkpoint';
import type { IntakeKnowledge } from '#core/intake/intake-knowledge';
import { ParseAhead } from '#core/intake/parse-ahead';
import type { PageLinks } from '#core/secret/page-links';
import type { ReplyTokens } from '#core/secret/reply-tokens';
import type { SignedLinks } from '#core/secret/signed-links';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { TownKnowledge } from '../emergency/town-knowledge.js';
import type { Settings } from '../settings/read-settings.js';
import {
  CHECKPOINT,
  DATABASE,
  LINKS,
  NEW_ID,
  PAGE_LINKS,
  REPLY_TOKENS,
  SETTINGS,
  TOWN,
} from '../tokens.js';

/** What registration needs, in every process that registers. */
@Injectable()
export class TownRegisterPorts implements AwaitPorts {
  readonly store: AwaitPorts['store'];
  readonly envelopes: AwaitPorts['envelopes'];
  readonly files: AwaitPorts['files'];
  readonly clock: AwaitPorts['clock'];
  readonly parsing: ParseAhead;
  readonly acknowledgementCap: AcknowledgementCap;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(AccountDirectory) readonly accounts: ChannelAccounts,
    @Inject(LINKS) readonly links: SignedLinks,
    @Inject(REPLY_TOKENS) readonly replyTokens: ReplyTokens,
    @Inject(PAGE_LINKS) readonly pageLinks: PageLinks,
    @Inject(NEW_ID) readonly newId: NewId,
    @Inject(TOWN) readonly town: () => Town,
    @Inject(TownKnowledge) private readonly known: TownKnowledge,
    @Inject(CHECKPOINT) readonly checkpoint: Checkpoint,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.store = database.registrations;
    this.envelopes = database.envelopes;
    this.files = database.files;
    this.clock = database.clock;
    this.acknowledgementCap = settings.acknowledgementCap;
    this.parsing = new ParseAhead(this);
  }

  /** An arrow, because registration takes its ports apart. */
  readonly knowledge = (): IntakeKnowledge => this.known.now();

  sleep(milliseconds: number): Promise<void> {
    return sleep(milliseconds);
  }
}
