import { defaultPacing } from '#core/account/channel-accounts';
import type { DeliveryFailure, OutboundKind } from '#core/channel/delivery';
import type { ConsentAction } from '#core/consent/consent-entry';
import { introduceTown } from '#core/consent/consent-texts';
import type { ClaimedDelivery } from '#core/delivery/outbox';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import { addMilliseconds } from '#core/time/instant';

import type { SaidMessage } from './fake-channel.js';
import { fakeAccount, fakeAccountId, fakeCapabilities, fakeMessage } from './fake-channel.js';
import { MemoryTown } from './memory-town.js';

/** A town whose citizens text: its one account hears words of consent. */
export class ConsentTown extends MemoryTown {
  private sent = 0;

  constructor() {
    super();
    this.accounts.put(fakeAccount({ capabilities: { ...fakeCapabilities, consent: 'keywords' } }));
  }

  /** Registered as one batch. @returns the outcomes of these messages. */
  async hear(...messages: readonly (string | SaidMessage)[]): Promise<(string | null)[]> {
    const said = messages.map((one) => (typeof one === 'string' ? { text: one } : one));
    await this.accept(...said.map(fakeMessage));
    await this.register();
    return this.database.envelopes
      .all()
      .slice(-messages.length)
      .map(({ outcome }) => outcome);
  }

  /** What leaves now, as an account with the capability sends it; accepted unless it fails. */
  async deliver(failure?: DeliveryFailure): Promise<readonly ClaimedDelivery[]> {
    const now = this.clock.now();
    const claimed = await this.outbox.claim({
      ...{ accountId: fakeAccountId, owner: 'w', slots: 50, pacing: defaultPacing, now },
      leaseUntil: addMilliseconds(now, schedule.leaseMs),
      introduce: introduceTown(this.town(), fakeCapabilities.textLimit),
    });
    for (const delivery of claimed) {
      const providerId = `sms-${String((this.sent += 1))}`;
      const outcome =
        failure === undefined
          ? ({ kind: 'sent', providerId } as const)
          : ({ kind: 'not-sent', failure } as const);
      const end = { outcome, endedAt: now, canLookUp: false };
      await this.outbox.settle([settleAttempt(delivery, end, schedule)], 'w');
    }
    return claimed;
  }

  /** The words that left, in order. */
  async texts(): Promise<readonly string[]> {
    return (await this.deliver()).map(({ text }) => text);
  }

  recorded(): readonly ConsentAction[] {
    return this.database.consentEntries.all().map(({ action }) => action);
  }

  outboxOf(kind: OutboundKind): readonly string[] {
    return this.database.outbox
      .all()
      .filter((row) => row.kind === kind)
      .map(({ state, reason }) => [state, reason].filter(Boolean).join(' '));
  }

  get isOptedOut(): boolean {
    return this.database.optOuts.size > 0;
  }
}
