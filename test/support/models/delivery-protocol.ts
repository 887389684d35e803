import { defaultPacing } from '#core/account/channel-accounts';
import type { Delivery, DeliveryOutcome, SentLookup } from '#core/channel/delivery';
import type { ClaimedDelivery, Reconciliation, Settlement } from '#core/delivery/outbox';
import { reconcileUnknown } from '#core/delivery/reconcile-unknown';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import { settleAttempt } from '#core/delivery/settle-attempt';
import type { OutboxEntryId } from '#core/identity/ids';
import { addMilliseconds, HOUR, type Instant, SECOND } from '#core/time/instant';

import { FakeAccounts } from '../fakes/fake-accounts.js';
import { fakeAccount, fakeAccountId, fakeAdapter } from '../fakes/fake-channel.js';
import { enqueue } from '../fakes/fake-delivery.js';
import { applySettlement } from '../fakes/memory-outbox-rows.js';
import { MemoryRequestTransaction } from '../fakes/memory-request-transaction.js';
import { MemoryTown } from '../fakes/memory-town.js';

/** How the answer to one send comes about. */
export type SendFate = 'answered' | 'accepted-then-silent' | 'silent' | 'refused';

export type Step =
  | { readonly kind: 'enqueue' }
  | { readonly kind: 'claim'; readonly worker: 0 | 1 }
  | { readonly kind: 'send'; readonly worker: 0 | 1; readonly fate: SendFate }
  | { readonly kind: 'settle'; readonly worker: 0 | 1 }
  | { readonly kind: 'crash'; readonly worker: 0 | 1 }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'reconcile'; readonly listAnswers: boolean }
  | { readonly kind: 'resend-by-person' };

export interface ProviderTraits {
  readonly dropsRepeatedKeys: boolean;
  readonly listsWhatItSent: boolean;
}

/** Ways to build the protocol wrongly; each must show as a message accepted twice. */
export type Mutation =
  | 'none'
  | 'bytes-before-attempt-row'
  | 'rescue-by-time-only'
  | 'single-list-read'
  | 'frozen-worker-sends'
  | 'settle-without-fence';

/** The provider's list lags, but less than the settling time and the second look together. */
const LIST_LAG_MS = schedule.settlingMs + schedule.lookAgainMs / 2;

interface Worker {
  owner: string;
  held: ClaimedDelivery[];
  ended: Settlement[];
}

/** Two workers, one provider and a person over one outbox, moved one step at a time. */
export class DeliveryProtocol {
  readonly town: MemoryTown;
  private readonly workers: readonly [Worker, Worker];
  private readonly accepted: { readonly id: OutboxEntryId; readonly at: Instant }[] = [];
  private readonly resends = new Map<OutboxEntryId, number>();
  private listAnswers = true;
  private starts = 0;

  constructor(
    private readonly traits: ProviderTraits,
    private readonly mutation: Mutation = 'none',
  ) {
    const findSent = async (delivery: Delivery) => Promise.resolve(this.lookUp(delivery));
    const adapter = { ...fakeAdapter(), ...(traits.listsWhatItSent && { findSent }) };
    this.town = new MemoryTown(new FakeAccounts(fakeAccount({ adapter })));
    this.workers = [this.startWorker(), this.startWorker()];
    this.mutateStore();
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.take(step);
  }

  /** Both workers live on, the provider answers, and hours pass: nothing more may happen after. */
  async finish(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      for (const worker of [0, 1] as const) {
        await this.take({ kind: 'claim', worker });
        while (this.workers[worker].held.length > 0) {
          await this.take({ kind: 'send', worker, fate: 'answered' });
        }
        await this.take({ kind: 'settle', worker });
      }
      await this.take({ kind: 'wait', seconds: (10 * HOUR) / SECOND });
      await this.take({ kind: 'reconcile', listAnswers: true });
    }
  }

  /** Messages that the provider accepted more often than people asked for. */
  doubled(): OutboxEntryId[] {
    return this.town.database.outbox
      .all()
      .filter(({ id }) => this.acceptedTimes(id) > 1 + (this.resends.get(id) ?? 0))
      .map(({ id }) => id);
  }

  /** Messages that are neither ended nor in front of a person, or that are called sent and were not. */
  lost(): OutboxEntryId[] {
    return this.town.database.outbox
      .all()
      .filter(({ id, state, reconcileAt }) => {
        const visible = state === 'failed' || (state === 'unknown' && reconcileAt === null);
        const sent = state === 'sent' && this.acceptedTimes(id) > 0;
        return !visible && !sent;
      })
      .map(({ id }) => id);
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'enqueue':
        await enqueue(this.town);
        return;
      case 'claim':
        return this.claim(this.workers[step.worker]);
      case 'send':
        this.send(this.workers[step.worker], step.fate);
        return;
      case 'settle':
        return this.settle(this.workers[step.worker]);
      case 'crash':
        Object.assign(this.workers[step.worker], this.startWorker());
        return;
      case 'wait':
        this.town.clock.advance(step.seconds * SECOND);
        return;
      case 'reconcile':
        this.listAnswers = step.listAnswers;
        await reconcileUnknown(
          { ...this.town.reconcilePorts, schedule },
          new AbortController().signal,
        );
        return;
      case 'resend-by-person':
        return this.resendByPerson();
    }
  }

  private startWorker(): Worker {
    this.starts += 1;
    return { owner: `worker-${String(this.starts)}`, held: [], ended: [] };
  }

  private async claim(worker: Worker): Promise<void> {
    const now = this.town.clock.now();
    const leaseUntil = addMilliseconds(now, schedule.leaseMs);
    const { owner } = worker;
    const shared = { accountId: fakeAccountId, owner, slots: 2, pacing: defaultPacing };
    const claimed = await this.town.outbox.claim({ ...shared, now, leaseUntil });
    worker.held.push(...claimed);
  }

  private send(worker: Worker, fate: SendFate): void {
    const delivery = worker.held.shift();
    if (delivery === undefined) return;
    const endedAt = this.town.clock.now();
    const frozen = endedAt - delivery.claimedAt > schedule.leaseMs / 2;
    const refuses = frozen && this.mutation !== 'frozen-worker-sends';
    const outcome = refuses ? refused : this.provide(delivery, fate);
    const end = { outcome, endedAt, canLookUp: this.traits.listsWhatItSent };
    worker.ended.push(settleAttempt(delivery, end, schedule));
  }

  private provide(delivery: Delivery, fate: SendFate): DeliveryOutcome {
    if (fate === 'refused') return refused;
    if (fate === 'silent') return { kind: 'unknown', reason: 'reset' };
    const { idempotencyKey: id } = delivery;
    const repeated = this.traits.dropsRepeatedKeys && this.acceptedTimes(id) > 0;
    if (!repeated) this.accepted.push({ id, at: this.town.clock.now() });
    return fate === 'answered'
      ? { kind: 'sent', providerId: `p-${id}` }
      : { kind: 'unknown', reason: 'no answer in time' };
  }

  private async settle(worker: Worker): Promise<void> {
    await this.town.outbox.settle(worker.ended.splice(0), worker.owner);
  }

  private async resendByPerson(): Promise<void> {
    await this.town.database.transaction(async () => {
      const stuck = this.town.database.outbox
        .all()
        .find(({ state }) => state === 'failed' || state === 'unknown');
      if (stuck === undefined) return;
      const transaction = new MemoryRequestTransaction(this.town.database);
      await transaction.resend(stuck.id, this.town.clock.now());
      this.resends.set(stuck.id, (this.resends.get(stuck.id) ?? 0) + 1);
    });
  }

  private lookUp({ idempotencyKey }: Delivery): SentLookup {
    if (!this.listAnswers) return { kind: 'unavailable', reason: '503' };
    const shownUntil = this.town.clock.now() - LIST_LAG_MS;
    const found = this.accepted.find(({ id, at }) => id === idempotencyKey && at <= shownUntil);
    return found === undefined
      ? { kind: 'absent' }
      : { kind: 'found', providerId: `p-${idempotencyKey}` };
  }

  private acceptedTimes(entryId: OutboxEntryId): number {
    return this.accepted.filter(({ id }) => id === entryId).length;
  }

  private mutateStore(): void {
    const { outbox, database } = this.town;
    const right = {
      claim: outbox.claim.bind(outbox),
      reconcile: outbox.reconcile.bind(outbox),
      expireLeases: outbox.expireLeases.bind(outbox),
    };
    if (this.mutation === 'bytes-before-attempt-row') {
      outbox.claim = async (claim) => {
        const claimed = await right.claim(claim);
        for (const { entryId } of claimed) database.outbox.update(entryId, { state: 'waiting' });
        return claimed;
      };
    }
    if (this.mutation === 'rescue-by-time-only') {
      outbox.expireLeases = async (now, reconcileAt, limit) => {
        const count = await right.expireLeases(now, reconcileAt, limit);
        for (const { id, state } of database.outbox.all()) {
          if (state === 'unknown') database.outbox.update(id, { state: 'waiting' });
        }
        return count;
      };
    }
    if (this.mutation === 'single-list-read') {
      outbox.reconcile = async (reconciliation) => right.reconcile(afterOneRead(reconciliation));
    }
    if (this.mutation === 'settle-without-fence') {
      outbox.settle = async (settlements) =>
        database.transaction(() => {
          for (const settlement of settlements) applySettlement(database, settlement);
          return [];
        });
    }
  }
}

function afterOneRead(reconciliation: Reconciliation): Reconciliation {
  if (reconciliation.kind !== 'look-again' || reconciliation.absentSince === null) {
    return reconciliation;
  }
  const { entryId, attempt, absentSince: dueAt } = reconciliation;
  return { kind: 'resend', entryId, attempt, dueAt };
}

const refused: DeliveryOutcome = {
  kind: 'not-sent',
  failure: { kind: 'transient', reason: 'connection refused' },
};
