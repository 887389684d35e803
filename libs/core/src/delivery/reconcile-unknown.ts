import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { SentLookup } from '../channel/delivery.js';
import type { DailySpend } from '../spend/billing.js';
import { spendOf } from '../spend/daily-budget.js';
import type { Clock } from '../time/clock.js';
import { addMilliseconds, DAY, type Instant } from '../time/instant.js';
import { withinTime } from '../time/time-limit.js';
import type { OutboxStore, Reconciliation, UnknownDelivery } from './outbox.js';
import type { DeliverySchedule } from './schedule.js';
import { settleSent } from './settle-attempt.js';

export interface ReconcilePorts {
  readonly outbox: OutboxStore;
  readonly accounts: ChannelAccounts;
  readonly clock: Clock;
  readonly schedule: DeliverySchedule;
  readonly town: () => Pick<Town, 'zone'>;
}

const ENTRIES_PER_ROUND = 100;
const LOOK_UP_TIMEOUT_MS = 20_000;

/**
 * The sweep over what nobody heard of again: leases that ran out become unknown, unknown ones are
 * looked up at the provider. Found: sent. Twice absent: sent again, once, or as often as it takes
 * where the provider drops repeats by their key. Otherwise a person decides.
 */
export async function reconcileUnknown(
  ports: ReconcilePorts,
  signal: AbortSignal,
): Promise<number> {
  const { outbox, clock, schedule } = ports;
  const now = clock.now();
  await outbox.expireLeases(now, addMilliseconds(now, schedule.settlingMs), ENTRIES_PER_ROUND);
  const until = addMilliseconds(now, LOOK_UP_TIMEOUT_MS + schedule.lookAgainMs);
  const unknown = await outbox.takeUnknown(now, until, ENTRIES_PER_ROUND);
  for (const delivery of unknown) {
    if (signal.aborted) break;
    const lookup = await lookUp(ports, delivery, signal);
    await outbox.reconcile(reconciliationOf(delivery, lookup, clock.now(), schedule));
  }
  return unknown.length;
}

/** What a look at the provider's list gave, and whether a wrong “absent” could double a message. */
export type LookedUp =
  | Extract<SentLookup, { readonly kind: 'unavailable' }>
  | (Extract<SentLookup, { readonly kind: 'found' }> & { readonly spend?: DailySpend | null })
  | { readonly kind: 'absent'; readonly isProof: boolean; readonly repeatsAreDropped?: boolean }
  | 'impossible';

/** Where absence proves nothing, what has not been found for so long will not be. */
const LOOKED_FOR_MS = DAY;

/** What a look at the provider's list means: pure. */
export function reconciliationOf(
  delivery: UnknownDelivery,
  lookup: LookedUp,
  now: Instant,
  schedule: DeliverySchedule,
): Reconciliation {
  const { entryId, attempt, absentSince } = delivery;
  const lookAgain = { kind: 'look-again', entryId, attempt } as const;
  const giveUp = { ...lookAgain, absentSince, reconcileAt: null, givenUpAt: now } as const;
  const nextLookAt = addMilliseconds(now, schedule.lookAgainMs);
  if (lookup === 'impossible') return giveUp;
  switch (lookup.kind) {
    case 'found':
      return {
        kind: 'settled',
        settlement: settleSent(delivery, lookup.providerId, now, lookup.spend ?? null),
      };
    case 'unavailable':
      return { ...lookAgain, absentSince, reconcileAt: nextLookAt };
    case 'absent':
      if (absentSince === null || now - absentSince < schedule.lookAgainMs) {
        return { ...lookAgain, absentSince: absentSince ?? now, reconcileAt: nextLookAt };
      }
      if (!lookup.isProof) {
        const goesOn = now - absentSince < LOOKED_FOR_MS;
        return goesOn ? { ...lookAgain, absentSince, reconcileAt: nextLookAt } : giveUp;
      }
      return delivery.automaticResends === 0 || lookup.repeatsAreDropped === true
        ? { kind: 'resend', entryId, attempt, dueAt: now }
        : giveUp;
  }
}

async function lookUp(
  ports: ReconcilePorts,
  delivery: UnknownDelivery,
  signal: AbortSignal,
): Promise<LookedUp> {
  const account = ports.accounts.byId(delivery.channelAccountId);
  if (account === 'unknown') return { kind: 'unavailable', reason: 'account not loaded' };
  if (account === 'broken' || account.adapter.findSent === undefined) return 'impossible';
  const findSent = account.adapter.findSent.bind(account.adapter);
  try {
    const listed = await withinTime(LOOK_UP_TIMEOUT_MS, signal, (limited) =>
      findSent(delivery, limited),
    );
    const lookup = await itsOwn(ports.outbox, delivery, listed);
    if (lookup.kind === 'found') {
      const { town, clock } = ports;
      return { ...lookup, spend: spendOf(account, delivery.text, town().zone, clock.now()) };
    }
    if (lookup.kind !== 'absent') return lookup;
    const { absence, idempotency } = account.capabilities;
    return { ...lookup, isProof: absence === 'proof', repeatsAreDropped: idempotency === 'key' };
  } catch (error) {
    return { kind: 'unavailable', reason: error instanceof Error ? error.name : 'error' };
  }
}

/**
 * Equal words to one person are told apart by their number only: of three messages for four entries,
 * each is evidence for one of them, and the fourth was not sent.
 */
async function itsOwn(
  outbox: OutboxStore,
  delivery: UnknownDelivery,
  listed: SentLookup,
): Promise<SentLookup> {
  if (listed.kind !== 'found') return listed;
  const candidates = [listed.providerId, ...(listed.others ?? [])];
  const taken = await outbox.namedByOthers(delivery, candidates);
  const providerId = candidates.find((id) => !taken.includes(id));
  return providerId === undefined ? { kind: 'absent' } : { kind: 'found', providerId };
}
