import { defaultPacing, type LiveAccount } from '#core/account/channel-accounts';
import type { DeliveryOutcome } from '#core/channel/delivery';
import type { DeliveryReceipt } from '#core/channel/normalised';
import { isOptedOut } from '#core/consent/opt-out';
import type { ClaimedDelivery } from '#core/delivery/outbox';
import { reconcileUnknown } from '#core/delivery/reconcile-unknown';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import { addressKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId, ConsentEntryId, ContactPointId } from '#core/identity/ids';
import { sweepLadders } from '#core/ladder/sweep-ladders';
import { replyToRequest } from '#core/reply/reply-to-request';
import { addMilliseconds, HOUR, MINUTE } from '#core/time/instant';

import { FakeAccounts } from '../fakes/fake-accounts.js';
import { fakeAccount, fakeAccountId, fakeAdapter, fakeEnvelope } from '../fakes/fake-channel.js';
import { writeConsent } from '../fakes/memory-consent.js';
import type { OutboxRow, RequestRow } from '../fakes/memory-rows.js';
import { fakeStaffId, MemoryTown } from '../fakes/memory-town.js';

/** What a provider does with an answer, at once and later. */
export const fates = [
  ...['accepted', 'accepted-then-gone', 'accepted-then-stopped', 'accepted-then-lost'],
  ...['gone-before-the-answer', 'opted-out', 'window-closed', 'recipient-gone'],
  ...['away-then-accepted', 'accepted-then-away', 'accepted-then-unexplained'],
  ...['rejected', 'silent'],
] as const;
export type Fate =
  | 'accepted'
  | 'accepted-then-gone'
  | 'accepted-then-stopped'
  | 'accepted-then-lost'
  | 'gone-before-the-answer'
  | 'away-then-accepted'
  | 'accepted-then-away'
  | 'accepted-then-unexplained'
  | 'opted-out'
  | 'window-closed'
  | 'recipient-gone'
  | 'rejected'
  | 'silent';

export interface Rung {
  readonly verified: boolean;
  readonly undeliverable: boolean;
  /** Since before the answer. */
  readonly stopped: boolean;
  readonly fate: Fate;
}

export type Between = 'nothing' | 'stop' | 'start' | 'sweep-twice' | 'message-elsewhere';

/** A citizen with some ways to reach them, and one answer on its way down. */
export class AnswerLadder {
  private readonly town: MemoryTown;
  private readonly fates = new Map<ChannelAccountId, Fate>();
  private readonly unrefuted = new Set<string>();
  private request: RequestRow | null = null;
  private said = 0;
  /** Broken promises, in words. */
  readonly faults: string[] = [];

  constructor(
    origin: Fate,
    private readonly rungs: readonly Rung[],
  ) {
    const others = rungs.map((_, index) => accountOf(index));
    this.town = new MemoryTown(new FakeAccounts(fakeAccount(), ...others));
    this.fates.set(fakeAccountId, origin);
    for (const [index, { fate }] of rungs.entries()) this.fates.set(accountIdOf(index), fate);
  }

  /** @returns whether it was taken. */
  async answer(): Promise<boolean> {
    this.request = await this.town.receive();
    await this.addRungs(this.request);
    const action = { staffId: fakeStaffId, number: this.request.number, idempotencyKey: null };
    const reply = { text: 'We fixed it.', seenUpTo: null, holdSeconds: 0 };
    return (await replyToRequest(this.town.staffPorts, action, reply)).ok;
  }

  async live(between: readonly Between[]): Promise<void> {
    for (const event of between) {
      await this.happen(event);
      await this.round();
    }
    // Long enough for what is tried again after a weekend, by every way.
    const rounds = 10 * (this.rungs.length + 2);
    for (let round = 0; round < rounds; round += 1) await this.round(12 * HOUR);
  }

  /** How the answer ended: accepted by one way and not refuted, and in the work list. */
  ending() {
    const row = this.town.database.undelivered.get(this.request?.id ?? '');
    return { accepted: this.unrefuted.size, listed: row === undefined ? 0 : 1 };
  }

  async findings(): Promise<string[]> {
    const found: string[] = [];
    for await (const { rule, subject } of this.town.ledger.findings(this.town.clock.now())) {
      if (rule.startsWith('outbox')) found.push(`${rule} ${subject}`);
    }
    return found;
  }

  private async addRungs({ contactPointId: requester }: RequestRow): Promise<void> {
    const { database, clock } = this.town;
    const contactId = database.contactPoints.get(requester)?.contactId;
    if (contactId === undefined) throw new Error('The citizen has a contact.');
    const createdAt = clock.now();
    await database.transaction(() => {
      for (const [index, { verified, undeliverable, stopped }] of this.rungs.entries()) {
        const id = pointIdOf(index);
        const address = `way-${String(index)}`;
        const addressKey = verified ? addressKeyOf(kindOf(index), address) : null;
        const verifiedAt = verified ? addMilliseconds(createdAt, -index) : null;
        const point = { id, contactId, kind: kindOf(index), address, addressKey };
        database.contactPoints.insert(id, { ...point, verifiedAt, createdAt });
        if (undeliverable) database.undeliverable.add(id);
        if (stopped) this.consent(id, accountIdOf(index), 'opted-out');
      }
    });
  }

  private async happen(event: Between): Promise<void> {
    const { database } = this.town;
    const point = this.request?.contactPointId;
    if (point === undefined) throw new Error('Somebody has written.');
    switch (event) {
      case 'nothing':
        return;
      case 'stop':
        await database.transaction(() => this.consent(point, fakeAccountId, 'opted-out'));
        return;
      case 'start':
        await database.transaction(() => this.consent(point, fakeAccountId, 'opted-in'));
        return;
      case 'sweep-twice':
        await Promise.all([this.sweep(), this.sweep()]);
        return;
      case 'message-elsewhere':
        await this.town.receive({ sender: { kind: 'email', address: 'way-0' }, text: 'Hello?' });
    }
  }

  private async round(longMs = 3 * MINUTE): Promise<void> {
    const { accounts, clock } = this.town;
    for (const { id } of accounts.enabled()) await this.sendFor(id);
    await this.sweep();
    clock.advance(longMs);
    const ports = { ...this.town.reconcilePorts, schedule };
    await reconcileUnknown(ports, new AbortController().signal);
  }

  private async sweep(): Promise<void> {
    const { ladders, accounts, clock, newId, checkpoint, town } = this.town;
    await sweepLadders({ ladders, accounts, clock, newId, checkpoint, town });
  }

  private async sendFor(accountId: ChannelAccountId): Promise<void> {
    const { outbox, clock } = this.town;
    const now = clock.now();
    const leaseUntil = addMilliseconds(now, schedule.leaseMs);
    const shared = { accountId, owner: 'w', slots: 20, pacing: defaultPacing };
    for (const delivery of await outbox.claim({ ...shared, now, leaseUntil })) {
      if (delivery.kind === 'reply') await this.send(delivery);
      else await this.settle(delivery, { kind: 'sent', providerId: `text-${delivery.entryId}` });
    }
  }

  private async send(delivery: ClaimedDelivery): Promise<void> {
    this.inspect(delivery);
    const { channelAccountId, entryId } = delivery;
    const fate = this.fates.get(channelAccountId) ?? 'accepted';
    const providerId = `p-${entryId}`;
    const sent = { kind: 'sent', providerId } as const;
    switch (fate) {
      case 'accepted':
      case 'accepted-then-gone':
      case 'accepted-then-stopped':
      case 'accepted-then-lost':
      case 'accepted-then-away':
      case 'accepted-then-unexplained':
      case 'away-then-accepted':
        this.unrefuted.add(entryId);
        await this.settle(delivery, sent);
        if (fate === 'away-then-accepted') this.fates.set(channelAccountId, 'accepted');
        if (fate !== 'accepted') await this.report(delivery, providerId, fate);
        return;
      case 'gone-before-the-answer':
        await this.report(delivery, providerId, 'accepted-then-gone');
        await this.settle(delivery, sent);
        return;
      case 'silent':
        await this.settle(delivery, { kind: 'unknown', reason: 'no answer' });
        return;
      case 'opted-out':
      case 'window-closed':
      case 'recipient-gone':
      case 'rejected':
        await this.settle(delivery, { kind: 'not-sent', failure: { kind: fate, reason: fate } });
    }
  }

  private async settle(delivery: ClaimedDelivery, outcome: DeliveryOutcome): Promise<void> {
    const end = { outcome, endedAt: this.town.clock.now(), canLookUp: false };
    await this.town.outbox.settle([settleAttempt(delivery, end, schedule)], 'w');
  }

  /** Providers repeat themselves. */
  private async report(
    { channelAccountId, entryId }: ClaimedDelivery,
    providerId: string,
    fate: Fate,
  ): Promise<void> {
    const receipt: DeliveryReceipt = {
      ...{ kind: 'receipt', providerId, status: 'failed', occurredAt: null },
      ...(fate === 'accepted-then-gone' && { addressGone: true }),
      ...(fate === 'accepted-then-stopped' && { optedOut: true }),
      ...(fate === 'accepted-then-unexplained' && { tryAgain: 'unexplained' }),
      ...(isAway(fate) && { tryAgain: 'out-of-reach' }),
    };
    this.unrefuted.delete(entryId);
    for (let times = 0; times < 2; times += 1) {
      await this.town.acceptBatch({ channelAccountId, envelopes: [fakeEnvelope(receipt)] });
      await this.town.register();
    }
  }

  /** What must hold for every answer that leaves. */
  private inspect({ entryId, channelAccountId }: ClaimedDelivery): void {
    const { database } = this.town;
    const row = database.outbox.get(entryId) as OutboxRow;
    const point = database.contactPoints.get(row.contactPointId ?? '');
    const optOuts = database.optOuts.all().filter((one) => one.contactPointId === point?.id);
    if (point?.verifiedAt == null) this.faults.push('an unverified address was written to');
    if (isOptedOut(optOuts, { requestId: row.requestId, channelAccountId })) {
      this.faults.push('somebody who said stop was written to');
    }
    if (this.unrefuted.size > 0) this.faults.push('an answer that was accepted left again');
  }

  private consent(
    contactPointId: ContactPointId,
    channelAccountId: ChannelAccountId,
    action: 'opted-out' | 'opted-in',
  ): void {
    this.said += 1;
    writeConsent(this.town.database, [
      {
        ...{ id: `consent-${String(this.said)}` as ConsentEntryId, contactPointId, action },
        ...{ scope: 'channel', channelAccountId, requestId: null, source: 'staff', words: null },
        ...{ messageId: null, envelopeId: null, staffId: fakeStaffId },
        recordedAt: this.town.clock.now(),
      },
    ]);
  }
}

function isAway(fate: Fate): boolean {
  return fate === 'accepted-then-away' || fate === 'away-then-accepted';
}

function accountIdOf(index: number): ChannelAccountId {
  return `00000000-0000-7000-8000-0000000a000${String(index)}` as ChannelAccountId;
}

function pointIdOf(index: number): ContactPointId {
  return `00000000-0000-7000-8000-0000000b000${String(index)}` as ContactPointId;
}

/** Two ways share a kind of address. */
function kindOf(index: number): string {
  return index < 2 ? 'email' : `kind-${String(index)}`;
}

function accountOf(index: number): LiveAccount {
  const id = accountIdOf(index);
  const address = `way-${String(index)}`;
  const adapter: LiveAccount['adapter'] = {
    ...fakeAdapter(),
    addressTo: (recipient) =>
      recipient.kind === kindOf(index) && recipient.address === address ? address : null,
  };
  return fakeAccount({ id, code: address, title: address, adapter });
}
