import type { Town } from '../account/town.js';
import { type AlertPorts } from '../alert/plan-alert.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import type { SlaPolicy } from '../sla/sla-policy.js';
import type { Clock } from '../time/clock.js';
import { alertsOfSteps } from './alerts-of-steps.js';
import { noticeClock, type NoticedClock, type ToldStep } from './notice-clocks.js';
import type { WatchOutcome, WatchStore } from './watch-store.js';

export interface WatchPorts extends AlertPorts {
  readonly watch: WatchStore;
  readonly clock: Clock;
  readonly town: () => Town;
  readonly checkpoint: Checkpoint;
  /** Where staff open a request. */
  readonly linkOf: (requestNumber: string) => string;
}

export interface Watched {
  readonly warnings: number;
  readonly breaches: number;
  readonly escalations: number;
  /** Alerts that were written; 0 beside breaches means that nobody can be reached. */
  readonly alerts: number;
}

/** The name under which the watch is seen to be at work. */
export const WATCH_PULSE = 'sla-watch';
const TAKEN_AT_ONCE = 250;

/**
 * Notices what is due at this moment: warnings, breaches and escalations, each exactly once whatever
 * crashes and however many workers look. The database's time is the only judge.
 */
export async function watchClocks(ports: WatchPorts, signal: AbortSignal): Promise<Watched> {
  const total = { warnings: 0, breaches: 0, escalations: 0, alerts: 0 };
  for (;;) {
    const now = ports.clock.now();
    const taken = await ports.watch.watch(now, TAKEN_AT_ONCE, (due, addressees) => {
      const { policy } = ports.town();
      const noticed = due.map((one) => noticeClock(one, policy, now));
      const words = wordsOf(ports);
      const told = noticed.flatMap((one) => stepsToTell(one, policy));
      const alerts = alertsOfSteps(told, addressees, { ...ports, words }, now);
      count(total, noticed, alerts.length);
      ports.checkpoint('watch:decided');
      return outcomeOf(noticed, alerts);
    });
    ports.checkpoint('watch:committed');
    if (taken < TAKEN_AT_ONCE || signal.aborted) break;
  }
  await ports.watch.beat(WATCH_PULSE, ports.clock.now());
  return total;
}

function wordsOf({ town, linkOf }: WatchPorts) {
  const { language, zone } = town();
  return { language, zone, linkOf };
}

function stepsToTell(noticed: NoticedClock, { rules }: SlaPolicy): readonly ToldStep[] {
  const { policyName, kind } = noticed.clock;
  const urgent =
    kind === 'duty' || rules.some((rule) => rule.name === policyName && rule.emergency);
  return noticed.steps.map((step) => ({ noticed, step, urgent }));
}

function outcomeOf(noticed: readonly NoticedClock[], alerts: WatchOutcome['alerts']): WatchOutcome {
  return {
    clocks: noticed.map(({ clock }) => clock),
    segments: noticed.flatMap(({ segments }) => segments),
    notices: noticed.flatMap(({ notices }) => notices),
    alerts,
  };
}

function count(
  total: { -readonly [Name in keyof Watched]: number },
  noticed: readonly NoticedClock[],
  alerts: number,
): void {
  const names = { warning: 'warnings', breach: 'breaches', escalation: 'escalations' } as const;
  for (const { steps } of noticed) for (const { kind } of steps) total[names[kind]] += 1;
  total.alerts += alerts;
}
