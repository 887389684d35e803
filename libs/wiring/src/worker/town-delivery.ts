import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import type { DeliveryEvents } from '#core/delivery/account-delivery';
import { OutboxDelivery } from '#core/delivery/deliver-outbox';
import type { Checkpoint } from '#core/intake/checkpoint';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { errorKind, TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { CHECKPOINT, DATABASE, SETTINGS, TOWN } from '../tokens.js';

/** The sending of this process, under a name that no other start of it shares. */
@Injectable()
export class TownDelivery extends OutboxDelivery {
  constructor(
    @Inject(DATABASE) { outbox, clock, attachments, files, spend }: Database,
    @Inject(AccountDirectory) accounts: ChannelAccounts,
    @Inject(SETTINGS) { delivery: schedule }: Settings,
    @Inject(CHECKPOINT) checkpoint: Checkpoint,
    @Inject(TownEvents) events: TownEvents,
    @Inject(TOWN) town: () => Town,
  ) {
    const owner = `${hostname().slice(0, 40)}:${process.pid}:${randomBytes(4).toString('hex')}`;
    const media = { attachments, files };
    const ports = { outbox, clock, schedule, owner, checkpoint, media, town, spend };
    super({ ...ports, events: toldBy(events) }, accounts);
  }
}

function toldBy(events: TownEvents): DeliveryEvents {
  return {
    settled: ({ code }, { entryId, state }) =>
      events.say('delivery_settled', { account: code, outbox: entryId, state }),
    fenced: (entries) =>
      events.say('delivery_fenced', { outbox: entries[0] ?? null }, entries.length),
    failed: (error) => events.say('loop_failed', { loop: 'send', error: errorKind(error) }),
  };
}
