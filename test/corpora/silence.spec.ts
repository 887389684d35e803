import { beforeAll, describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '#core/account/default-town';
import { businessCalendar } from '#core/calendar/business-calendar';
import type { ArrivalHour } from '#core/silence/arrival-store';
import { judgeSilence, type SilenceRules } from '#core/silence/judge-silence';
import { KEPT_MS } from '#core/silence/keep-arrivals';
import { learnArrivals, type UsualArrivals } from '#core/silence/learn-arrivals';
import { usualHours } from '#core/silence/usual-hours';
import {
  addMilliseconds,
  DAY,
  HOUR,
  type Instant,
  instantFromIso,
  MINUTE,
} from '#core/time/instant';
import { lineSettings } from '#wiring/settings/line-settings';

import { chanceFrom } from '../support/chance.js';
import { countedHours, intakeProfile, simulatedArrivals } from '../support/simulated-arrivals.js';
import { testdata } from './testdata.js';

const usual = usualHours(businessCalendar(defaultCalendar));
const rules = shippedRules();
const begin = instantFromIso('2026-01-05T05:00:00Z');
const SEEDS = [1, 2, 3, 4];
const YEAR = 365;

/** Messages a day, how restless the days are, and after how long a stop at ten is noticed at the latest. */
const accounts = [
  { aDay: 20, restless: 0, noticedWithin: 7 * HOUR },
  { aDay: 100, restless: 0, noticedWithin: 90 * MINUTE },
  { aDay: 400, restless: 0, noticedWithin: 30 * MINUTE },
  { aDay: 100, restless: 0.4, noticedWithin: 3 * HOUR },
  { aDay: 400, restless: 0.4, noticedWithin: HOUR },
] as const;

describe.each(accounts)(
  'A simulated year of an account with $aDay messages a day whose days differ by $restless',
  ({ aDay, restless, noticedWithin }) => {
    const years: {
      readonly arrivals: readonly Instant[];
      readonly hours: readonly ArrivalHour[];
    }[] = [];

    beforeAll(() => {
      const profile = intakeProfile(testdata('311/intake-profile.json'));
      const traffic = { profile, calendar: defaultCalendar, aDay, restless, from: begin };
      for (const seed of SEEDS) {
        const arrivals = simulatedArrivals({ ...traffic, days: YEAR + 14 }, chanceFrom(seed));
        years.push({ arrivals, hours: countedHours(arrivals) });
      }
    });

    it('raises at most two false alarms a year', () => {
      const alarms = years.map(({ arrivals, hours }) => falseAlarms(arrivals, hours));
      const mean = alarms.reduce((sum, count) => sum + count, 0) / alarms.length;
      expect(mean).toBeLessThanOrEqual(2);
    });

    it('notices a stop at ten on a business day in time', () => {
      const stop = instantFromIso('2026-09-15T14:00:00Z');
      const found = years.map(({ arrivals, hours }) => {
        const last = arrivals.findLast((at) => at < stop) ?? stop;
        return noticedAt(learn(hours, last), last) - stop;
      });
      expect(Math.max(...found)).toBeLessThanOrEqual(noticedWithin);
    });
  },
);

function falseAlarms(arrivals: readonly Instant[], hours: readonly ArrivalHour[]): number {
  const learnedInWeek = new Map<number, UsualArrivals>();
  const judgedFrom = begin + rules.learnForMs;
  let alarms = 0;
  for (const [index, until] of arrivals.entries()) {
    const from = arrivals[index - 1] ?? until;
    if (until < judgedFrom || until - from < rules.shortestMs) continue;
    const week = Math.floor(from / (7 * DAY));
    const learned = learnedInWeek.get(week) ?? learn(hours, from);
    learnedInWeek.set(week, learned);
    if (judgeSilence(learned, { from, until }, rules).abnormal) alarms += 1;
  }
  return alarms;
}

function learn(hours: readonly ArrivalHour[], until: Instant): UsualArrivals {
  const from = Math.max(begin, until - KEPT_MS) as Instant;
  return learnArrivals(hours, { from, until }, usual);
}

function noticedAt(learned: UsualArrivals, from: Instant): Instant {
  let until = from;
  while (!judgeSilence(learned, { from, until }, rules).abnormal) {
    until = addMilliseconds(until, MINUTE);
  }
  return until;
}

/** As a town has them that changed no setting. */
function shippedRules(): SilenceRules {
  const of = (
    name: 'silenceLearnForMs' | 'silenceOnceInMs' | 'silenceExpectedAtLeast' | 'silenceShortestMs',
  ) => lineSettings[name].schema.parse(lineSettings[name].default ?? '');
  return {
    learnForMs: of('silenceLearnForMs'),
    onceInMs: of('silenceOnceInMs'),
    expectedAtLeast: of('silenceExpectedAtLeast'),
    shortestMs: of('silenceShortestMs'),
  };
}
