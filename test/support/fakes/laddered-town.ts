import type { LiveAccount } from '#core/account/channel-accounts';
import { defaultPacing } from '#core/account/channel-accounts';
import type { DeliveryOutcome } from '#core/channel/delivery';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import { addressKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId, ConsentEntryId, ContactPointId } from '#core/identity/ids';
import { sweepLadders } from '#core/ladder/sweep-ladders';
import { addMilliseconds } from '#core/time/instant';

import { FakeAccounts } from './fake-accounts.js';
import { fakeAccount, fakeAccountId, fakeAdapter } from './fake-channel.js';
import { writeConsent } from './memory-consent.js';
import type { RequestRow } from './memory-rows.js';
import { fakeStaffId, MemoryTown } from './memory-town.js';

export const mailAccountId = '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId;

/** A citizen who texted, and a second account that writes mails. */
export class LadderedTown {
  private said = 0;

  private constructor(
    readonly town: MemoryTown,
    readonly request: RequestRow,
  ) {}

  static async found(): Promise<LadderedTown> {
    const town = new MemoryTown(new FakeAccounts(fakeAccount(), mailAccount()));
    return new LadderedTown(town, await town.receive());
  }

  get action() {
    return { staffId: fakeStaffId, number: this.request.number, idempotencyKey: null };
  }

  /** One more address of the citizen, proven unless said otherwise. */
  async addMail(address: string, verified = true): Promise<ContactPointId> {
    const { database, clock, newId } = this.town;
    const contactId = database.contactPoints.get(this.request.contactPointId)?.contactId;
    if (contactId === undefined) throw new Error('The citizen has a contact.');
    const id = newId<'ContactPoint'>();
    const at = clock.now();
    const addressKey = verified ? addressKeyOf('email', address) : null;
    const point = { id, contactId, kind: 'email', address, addressKey, createdAt: at };
    await database.transaction(() => {
      database.contactPoints.insert(id, { ...point, verifiedAt: verified ? at : null });
    });
    return id;
  }

  async say(action: 'opted-out' | 'opted-in'): Promise<void> {
    this.said += 1;
    const { contactPointId } = this.request;
    const entry = {
      ...{ id: `consent-${String(this.said)}` as ConsentEntryId, contactPointId, action },
      ...({ scope: 'channel', channelAccountId: fakeAccountId, requestId: null } as const),
      ...({
        source: 'citizen',
        words: null,
        messageId: null,
        envelopeId: null,
        staffId: null,
      } as const),
      recordedAt: this.town.clock.now(),
    };
    await this.town.database.transaction(() => writeConsent(this.town.database, [entry]));
  }

  /** What an account has to send ends so. @returns the words and where they went. */
  async send(accountId: ChannelAccountId, outcome: DeliveryOutcome): Promise<readonly string[]> {
    const { outbox, clock } = this.town;
    const now = clock.now();
    const leaseUntil = addMilliseconds(now, schedule.leaseMs);
    const shared = { accountId, owner: 'w', slots: 20, pacing: defaultPacing };
    const claimed = await outbox.claim({ ...shared, now, leaseUntil });
    const end = { outcome, endedAt: now, canLookUp: false };
    const settled = claimed.map((delivery) => settleAttempt(delivery, end, schedule));
    await outbox.settle(settled, 'w');
    return claimed.map(({ channelRef, text }) => `${channelRef}: ${text}`);
  }

  async sweep(): Promise<number> {
    const { ladders, accounts, clock, newId, checkpoint, town } = this.town;
    return (await sweepLadders({ ladders, accounts, clock, newId, checkpoint, town })).length;
  }

  undelivered() {
    return this.town.requests.undelivered({ after: null, limit: 10 });
  }
}

function mailAccount(): LiveAccount {
  const adapter: LiveAccount['adapter'] = {
    ...fakeAdapter(),
    addressTo: ({ kind, address }) => (kind === 'email' ? `mail to ${address}` : null),
  };
  return fakeAccount({ id: mailAccountId, code: 'town-mail', title: 'Town mail', adapter });
}
