import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { Addressee } from '../alert/alert.js';
import type { AlertStore } from '../alert/alert-store.js';
import { type AlertPorts, type News, planAlert } from '../alert/plan-alert.js';
import { addMilliseconds, DAY, type Instant } from '../time/instant.js';
import type { DailySpend } from './billing.js';
import { dayOf } from './daily-budget.js';
import { blockNews, spendNews } from './spend-news.js';
import type { SpendStore } from './spend-store.js';

export interface LimitPorts extends AlertPorts {
  readonly spend: Pick<SpendStore, 'on' | 'withheldBlocks'>;
  readonly alerts: Pick<AlertStore, 'add' | 'addressees'>;
  readonly accounts: Pick<ChannelAccounts, 'enabled'>;
  readonly town: () => Town;
}

export interface WatchedLimits {
  /** What was sent today, by account. */
  readonly spends: readonly DailySpend[];
  /** Alerts that nobody was told before. */
  readonly alerts: number;
}

/** From this share of a cap on the administrators are told. */
const TOLD_FROM = 0.8;

/** Tells administrators of accounts near or over their daily cap, and of blocks that were told nothing more. */
export async function watchLimits(ports: LimitPorts, now: Instant): Promise<WatchedLimits> {
  const town = ports.town();
  const day = dayOf(town.zone, now);
  const spends = await ports.spend.on(day);
  const withheld = await ports.spend.withheldBlocks(addMilliseconds(now, -DAY));
  const news = [
    ...newsOfSpends(spends, ports, town),
    ...withheld.map((block) => blockNews(block, dayOf(town.zone, block.windowStartAt), town)),
  ];
  if (news.length === 0) return { spends, alerts: 0 };
  const told = inCharge(await ports.alerts.addressees());
  const planned = news.flatMap((one) => told.map((person) => planAlert(one, person, ports, now)));
  const keys = new Set<string>();
  const once = planned.filter(({ alert }) => {
    const key = alert.key.toString('hex');
    return !keys.has(key) && keys.add(key);
  });
  return { spends, alerts: await ports.alerts.add(once) };
}

function newsOfSpends(
  spends: readonly DailySpend[],
  { accounts }: Pick<LimitPorts, 'accounts'>,
  town: Town,
): readonly News[] {
  return accounts.enabled().flatMap(({ id, code, title, billing = null }) => {
    const spend = spends.find(({ channelAccountId }) => channelAccountId === id);
    const capMicros = billing?.dailyCapMicros ?? null;
    if (billing === null || capMicros === null || spend === undefined) return [];
    const { day, micros } = spend;
    if (micros < capMicros * TOLD_FROM) return [];
    const { currency } = billing;
    return [spendNews({ id, code, title, day, micros, capMicros, currency }, town)];
  });
}

/** The administrators; where none has an address, the supervisors. */
function inCharge(addressees: readonly Addressee[]): readonly Addressee[] {
  const administrators = addressees.filter(({ role }) => role === 'administrator');
  if (administrators.length > 0) return administrators;
  return addressees.filter(({ role }) => role === 'supervisor');
}
