import type { Town } from '../account/town.js';
import type { AlertStore } from '../alert/alert-store.js';
import { type AlertPorts, planAlert } from '../alert/plan-alert.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import { choosePolicy } from '../sla/sla-policy.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import type { AccountArrivals, ArrivalStore } from './arrival-store.js';
import { judgeSilence, type SilenceRules } from './judge-silence.js';
import { hourOf, KEPT_MS } from './keep-arrivals.js';
import { learnArrivals, type UsualArrivals } from './learn-arrivals.js';
import { silenceNews } from './silence-news.js';
import { usualHours } from './usual-hours.js';

/** An account of which messages are expected: switched on, and no sandbox. */
export interface ExpectedAccount {
  readonly id: ChannelAccountId;
  readonly code: string;
  readonly title: string;
}

export interface SilencePorts extends AlertPorts {
  readonly arrivals: ArrivalStore;
  readonly alerts: Pick<AlertStore, 'addressees'>;
  readonly clock: Clock;
  readonly town: () => Town;
  readonly expecting: () => readonly ExpectedAccount[];
  readonly checkpoint: Checkpoint;
  readonly rules: SilenceRules;
  readonly settleMs: number;
  /** What this process learned, by account: half a year is not read again with every look. */
  readonly learned: Map<ChannelAccountId, Learned>;
}

/** It holds for the hour of the last arrival and for one version of the calendar. */
export interface Learned {
  readonly key: string;
  readonly usual: UsualArrivals;
}

/** What one look found at an account that is judged. */
export interface FoundSilence {
  readonly account: ExpectedAccount;
  /** How many messages usually come in a time as long as the silence now. */
  readonly expected: number;
  /** Alerts that this look wrote; null when it raised no alarm. */
  readonly alerts: number | null;
}

export interface SilenceLook {
  readonly found: readonly FoundSilence[];
  readonly heardAgain: readonly ChannelAccountId[];
}

const COUNTED_AT_ONCE = 2_000;

/**
 * Counts what came and alarms about accounts to which nothing came for longer than chance allows, once
 * a silence. Judged is the moment up to which everything is counted, so that a count that lags behind
 * never looks like silence.
 */
export async function watchSilence(ports: SilencePorts, signal: AbortSignal): Promise<SilenceLook> {
  const heardAgain = await countArrivals(ports, signal);
  const { countedUntilAt, accounts } = await ports.arrivals.read();
  if (countedUntilAt === null) return { found: [], heardAgain };
  const expecting = new Map(ports.expecting().map((account) => [account.id, account]));
  const idle = accounts.filter(({ channelAccountId: id }) => !expecting.has(id));
  await watchIdleFrom(ports, idle, countedUntilAt);
  const found: FoundSilence[] = [];
  for (const known of accounts) {
    const account = expecting.get(known.channelAccountId);
    if (account === undefined || isLearning(known, countedUntilAt, ports.rules)) continue;
    found.push(await look(ports, account, known, countedUntilAt));
  }
  return { found, heardAgain };
}

/** Whether too little is known of an account to judge it. */
export function isLearning(
  { firstAt }: AccountArrivals,
  countedUntilAt: Instant,
  { learnForMs }: SilenceRules,
): boolean {
  return countedUntilAt - firstAt < learnForMs;
}

async function countArrivals(
  { arrivals, clock, settleMs, checkpoint }: SilencePorts,
  signal: AbortSignal,
): Promise<readonly ChannelAccountId[]> {
  const heardAgain: ChannelAccountId[] = [];
  for (;;) {
    const page = await arrivals.count({ now: clock.now(), settleMs, limit: COUNTED_AT_ONCE });
    checkpoint('silence:counted');
    heardAgain.push(...page.heardAgain);
    if (!page.more || signal.aborted) return heardAgain;
  }
}

/** The silence of an account that is switched off proves nothing once it is switched on again. */
async function watchIdleFrom(
  { arrivals }: SilencePorts,
  idle: readonly AccountArrivals[],
  at: Instant,
): Promise<void> {
  const stale = idle.filter(({ watchedFromAt }) => watchedFromAt === null || watchedFromAt < at);
  if (stale.length === 0) return;
  const ids = stale.map(({ channelAccountId }) => channelAccountId);
  await arrivals.watchFrom(ids, at);
}

async function look(
  ports: SilencePorts,
  account: ExpectedAccount,
  known: AccountArrivals,
  until: Instant,
): Promise<FoundSilence> {
  const { lastAt, watchedFromAt, silentFromAt } = known;
  const from = Math.max(lastAt, watchedFromAt ?? lastAt) as Instant;
  const learned = await learn(ports, known, until);
  const silence = judgeSilence(learned, { from, until }, ports.rules);
  const { expected } = silence;
  if (!silence.abnormal || silentFromAt !== null) return { account, expected, alerts: null };
  const silent = { ...account, lastAt, silentMs: until - from, expected };
  return { account, expected, alerts: await alarm(ports, silent) };
}

/** From the time before the silence: it must not teach that nothing comes. */
async function learn(
  ports: SilencePorts,
  { channelAccountId: id, firstAt, lastAt }: AccountArrivals,
  now: Instant,
): Promise<UsualArrivals> {
  const calendar = calendarOf(ports);
  const key = `${String(hourOf(lastAt))} ${calendar.name} ${String(calendar.version)}`;
  const known = ports.learned.get(id);
  if (known?.key === key) return known.usual;
  const span = { from: Math.max(firstAt, now - KEPT_MS) as Instant, until: lastAt };
  const hours = await ports.arrivals.hours(id, span.from, span.until);
  const usual = learnArrivals(hours, span, usualHours(calendar));
  ports.learned.set(id, { key, usual });
  return usual;
}

async function alarm(
  ports: SilencePorts,
  silent: Parameters<typeof silenceNews>[0],
): Promise<number | null> {
  const now = ports.clock.now();
  const news = silenceNews(silent, ports.town(), calendarOf(ports).isOpen(now));
  const addressees = await ports.alerts.addressees();
  const inCharge = addressees.filter(
    ({ role }) => role === 'administrator' || role === 'supervisor',
  );
  const alerts = inCharge.map((one) => planAlert(news, one, ports, now));
  const first = await ports.arrivals.alarm(silent.id, silent.lastAt, alerts);
  ports.checkpoint('silence:alarmed');
  return first ? alerts.length : null;
}

/** Of what is promised to everybody. */
function calendarOf({ town }: SilencePorts) {
  const anything = { serviceCode: null, priority: null, channel: null };
  return choosePolicy(town().policy, anything).calendar;
}
