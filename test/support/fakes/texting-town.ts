import { defaultPacing } from '#core/account/channel-accounts';
import { sweepAlerts, type SweptAlerts } from '#core/alert/sweep-alerts';
import type { Recipient } from '#core/channel/adapter';
import type { DeliveryOutcome } from '#core/channel/delivery';
import type { DeliveryReceipt } from '#core/channel/normalised';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import { sweepEmergencies } from '#core/emergency/sweep-emergencies';
import type { ChannelAccountId, StaffId } from '#core/identity/ids';
import { addMilliseconds } from '#core/time/instant';

import { fakeAccount, fakeAccountId, fakeAdapter, fakeEnvelope } from './fake-channel.js';
import { PagingTown } from './paging-town.js';

const kinds = { text: 'phone', call: 'voice', mail: 'email' } as const;
export type Way = keyof typeof kinds;
const ids: Readonly<Record<Way, ChannelAccountId>> = {
  text: fakeAccountId,
  call: '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId,
  mail: '00000000-0000-7000-8000-00000000acc3' as ChannelAccountId,
};

/** A town with three accounts: one that texts, one that calls, one that mails. */
export function textingTown(): TextingTown {
  const town = new TextingTown();
  for (const way of ['text', 'call', 'mail'] as const) town.enable(way);
  return town;
}

export class TextingTown extends PagingTown {
  private sent = 0;

  enable(way: Way): void {
    const addressTo = ({ kind, address }: Recipient) =>
      kind === kinds[way] ? `${way} ${address}` : null;
    const adapter = { ...fakeAdapter(), addressTo };
    this.accounts.put(fakeAccount({ id: ids[way], code: way, adapter }));
  }

  disable(way: Way): void {
    this.accounts.forget(ids[way]);
  }

  reach(staffId: StaffId, addresses: readonly (readonly [kind: string, address: string])[]): void {
    for (const [kind, address] of addresses) {
      const key = `${staffId} ${kind} ${address}`;
      this.database.staffAddresses.insert(key, { staffId, kind, address });
    }
  }

  sweepEmergencies() {
    return sweepEmergencies(this.sweepPorts, this.clock.now());
  }

  sweepAlerts(): Promise<SweptAlerts> {
    return sweepAlerts({ ...this.sweepPorts, alerts: this.alerts }, this.clock.now());
  }

  /** One attempt of each page that waits at this account. @returns the provider's ids. */
  async send(way: Way, outcome?: DeliveryOutcome): Promise<readonly string[]> {
    const now = this.clock.now();
    const leaseUntil = addMilliseconds(now, schedule.leaseMs);
    const shared = { owner: 'w', slots: 20, pacing: defaultPacing };
    const claimed = await this.outbox.claim({ ...shared, accountId: ids[way], now, leaseUntil });
    const pages = claimed.filter(({ kind }) => kind === 'emergency-page');
    const given: string[] = [];
    for (const delivery of pages) {
      const providerId = `${way}-${String((this.sent += 1))}`;
      const became = outcome ?? ({ kind: 'sent', providerId } as const);
      const end = { outcome: became, endedAt: now, canLookUp: false };
      await this.outbox.settle([settleAttempt(delivery, end, schedule)], 'w');
      given.push(providerId);
    }
    return given;
  }

  async hear(way: Way, providerId: string, status: DeliveryReceipt['status']): Promise<void> {
    const receipt = { kind: 'receipt', providerId, status, occurredAt: null } as const;
    const envelopes = [fakeEnvelope(receipt)];
    await this.acceptBatch({ channelAccountId: ids[way], envelopes });
    await this.register();
  }

  /** By which accounts pages left, in order. */
  pageWays(): readonly string[] {
    return this.database.outbox
      .all()
      .filter(({ kind }) => kind === 'emergency-page')
      .map(({ channelRef }) => channelRef.split(' ')[0] ?? '');
  }
}
