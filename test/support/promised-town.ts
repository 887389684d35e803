import { defaultPacing } from '#core/account/channel-accounts';
import type { ChannelCapabilities } from '#core/channel/capabilities';
import type { DeliveryReceipt, NormalisedMessage } from '#core/channel/normalised';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import { closeRequest, type Closing } from '#core/reply/close-request';
import { logCall, type LoggedCall } from '#core/reply/log-call';
import { replyToRequest } from '#core/reply/reply-to-request';
import type { SlaClockKind } from '#core/sla/sla-clock';
import { addMilliseconds } from '#core/time/instant';

import { fakeAccount, fakeAccountId, fakeCapabilities, fakeMessage } from './fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from './fakes/memory-town.js';

/** A pothole that was reported a moment ago: its answer and its repair are promised. */
export class PromisedTown {
  readonly town = new MemoryTown();
  private sent = 0;

  static async found(receipts: ChannelCapabilities['receipts'] = 'none'): Promise<PromisedTown> {
    const promised = new PromisedTown();
    const capabilities = { ...fakeCapabilities, receipts, acknowledges: false };
    promised.town.accounts.put(fakeAccount({ capabilities }));
    await promised.write({ serviceCode: 'ST-POT' });
    return promised;
  }

  get request() {
    const [row] = this.town.database.requests.all();
    if (row === undefined) throw new Error('Nothing was reported');
    return row;
  }

  /** The newest clock of a kind. */
  clock(kind: SlaClockKind) {
    const clock = this.town.database.clocks.all().findLast((known) => known.kind === kind);
    if (clock === undefined) throw new Error(`No ${kind} clock was started`);
    return clock;
  }

  ledgerOf(kind: SlaClockKind): readonly string[] {
    const { id } = this.clock(kind);
    const segments = this.town.database.segments.all().filter(({ clockId }) => clockId === id);
    return segments.map((segment) => segment.kind);
  }

  write(said: Partial<Omit<NormalisedMessage, 'kind' | 'sender'>> = {}) {
    return this.town.receive(said);
  }

  reply(text: string, asksCitizen = false) {
    const reply = { text, seenUpTo: null, holdSeconds: 0, asksCitizen };
    return replyToRequest(this.town.staffPorts, this.action, reply);
  }

  close(closing: Partial<Closing> = {}) {
    const done = { reason: 'work_done', sentence: 'It is filled.', ...closing } as const;
    return closeRequest(this.town.staffPorts, this.action, done);
  }

  call(call: Partial<LoggedCall> = {}) {
    const said = { outcome: 'spoken', text: 'Told them when the crew comes.', ...call } as const;
    return logCall(this.town.staffPorts, this.action, said);
  }

  /** The provider takes what waits. @returns its ids. */
  async send(): Promise<readonly string[]> {
    const now = this.town.clock.now();
    const leaseUntil = addMilliseconds(now, schedule.leaseMs);
    const shared = { accountId: fakeAccountId, owner: 'w', slots: 20, pacing: defaultPacing };
    const claimed = await this.town.outbox.claim({ ...shared, now, leaseUntil });
    const ids: string[] = [];
    for (const delivery of claimed) {
      this.sent += 1;
      const providerId = `sent-${String(this.sent)}`;
      const end = {
        outcome: { kind: 'sent', providerId },
        endedAt: now,
        canLookUp: false,
      } as const;
      await this.town.outbox.settle([settleAttempt(delivery, end, schedule)], 'w');
      ids.push(providerId);
    }
    return ids;
  }

  async hear(providerId: string, status: DeliveryReceipt['status']): Promise<void> {
    await this.town.accept({ kind: 'receipt', providerId, status, occurredAt: null });
    await this.town.register();
  }

  /** Both in one batch, in this order. */
  async hearWith(receipt: DeliveryReceipt, said: Parameters<typeof fakeMessage>[0]): Promise<void> {
    await this.town.accept(receipt, fakeMessage(said));
    await this.town.register();
  }

  private get action() {
    return { staffId: fakeStaffId, number: this.request.number, idempotencyKey: null };
  }
}
