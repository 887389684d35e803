import type { Addressee } from '../alert/alert.js';
import { type AlertPorts, type News, planAlert, type PlannedAlert } from '../alert/plan-alert.js';
import type { ClockStep } from '../sla/clock-steps.js';
import type { Instant } from '../time/instant.js';
import { newsOfMany, newsOfOne, type NewsWords } from './news-words.js';
import type { ToldStep } from './notice-clocks.js';

/** From so many on, a person is told about them in one message: a storm must not bury its news. */
const ONE_BY_ONE = 5;
const everybodyInCharge = ['role:supervisor'] as const;

/**
 * The alerts of one look: each person who is to be told, about each step once. Where nobody has the
 * role, the administrators are told.
 */
export function alertsOfSteps(
  told: readonly ToldStep[],
  addressees: readonly Addressee[],
  ports: AlertPorts & { readonly words: NewsWords },
  now: Instant,
): readonly PlannedAlert[] {
  return addressees.flatMap((addressee) => {
    const theirs = told.filter(({ noticed, step }) =>
      namesOf(step, noticed.steps).some((name) => isMeant(addressee, name, addressees)),
    );
    return newsOf(theirs, ports.words).map((news) => planAlert(news, addressee, ports, now));
  });
}

/** An escalation that comes with the breach speaks for it. */
function namesOf(step: ClockStep, all: readonly ClockStep[]): readonly string[] {
  switch (step.kind) {
    case 'warning':
      return everybodyInCharge;
    case 'breach':
      return all.some(({ kind }) => kind === 'escalation') ? [] : everybodyInCharge;
    case 'escalation':
      return step.notify;
  }
}

function isMeant(
  { name, role }: Addressee,
  wanted: string,
  addressees: readonly Addressee[],
): boolean {
  if (!wanted.startsWith('role:')) return name === wanted;
  const wantedRole = wanted.slice('role:'.length);
  if (role === wantedRole) return true;
  return role === 'administrator' && !addressees.some((one) => one.role === wantedRole);
}

function newsOf(told: readonly ToldStep[], words: NewsWords): readonly News[] {
  const kinds = ['warning', 'breach', 'escalation'] as const;
  return kinds.flatMap((kind) =>
    [true, false].flatMap((urgent) => {
      const group = told.filter((one) => one.step.kind === kind && one.urgent === urgent);
      const [first] = group;
      if (first === undefined) return [];
      if (group.length < ONE_BY_ONE) return group.map((one) => newsOfOne(one, words));
      return [newsOfMany(first, group, words)];
    }),
  );
}
