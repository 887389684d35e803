import type { BusinessCalendar } from '../calendar/business-calendar.js';
import type { Target } from '../calendar/target.js';
import { DAY, HOUR, MINUTE } from '../time/instant.js';
import type { Escalation, PolicyRule, PolicyTargets, SlaPolicy } from './sla-policy.js';

/** Business days until the work is done. Inquiries and referrals are done with the answer. */
const resolutionDays: Readonly<Record<string, number>> = {
  'SW-MISS': 1,
  'SW-BULK': 5,
  'SW-CART': 5,
  'SW-YARD': 5,
  'ST-POT': 3,
  'ST-SIDE': 3,
  'ST-TREE': 1,
  'ST-SIGN': 2,
  'TR-SIG': 1,
  'TR-LITE': 1,
  'WA-QUAL': 1,
  'SWM-FLOOD': 1,
  'SWM-DUMP': 1,
  'CE-NUIS': 5,
  'PK-FAC': 3,
  'AN-DEAD': 1,
  'AC-ADA': 2,
};

/** A crew is on the scene within the hour, day and night. */
const onScene: Target = { kind: 'wall', ms: HOUR };
/** The state is called within a day of the first knowledge of a spill. */
const stateReport: Target = { kind: 'wall', ms: DAY };

/**
 * What Fairmill promises: a person answers within one business day, whatever it is about; the work
 * follows by service.
 */
export function defaultPolicy(calendar: BusinessCalendar): SlaPolicy {
  const days = (count: number): Target => ({
    kind: 'operating',
    ms: count * calendar.businessDayMs,
  });
  const answers = { firstResponse: days(1), nextResponse: days(1) };
  const rule = (name: string, when: PolicyRule['when'], targets: Partial<PolicyTargets>) => ({
    ...{ name, when, calendar: calendar.name, targets: { ...answers, ...targets } },
    ...{ warnAt: [50, 75, 90], escalations, emergency: false },
  });
  const byService = Object.entries(resolutionDays).map(([service, count]) =>
    rule(service, { service }, { resolution: days(count) }),
  );
  const urgent = { priority: 'high' };
  return {
    version: 1,
    calendars: new Map([[calendar.name, calendar]]),
    rules: [
      rule('Everything', {}, {}),
      ...byService,
      rule(
        'Sidewalk blocks a wheelchair',
        { service: 'ST-SIDE', ...urgent },
        { resolution: days(1) },
      ),
      rule(
        'Stop sign',
        { service: 'ST-SIGN', ...urgent },
        { resolution: { kind: 'operating', ms: 4 * HOUR } },
      ),
      { ...rule('Water main', { service: 'WA-MAIN' }, { resolution: onScene }), ...emergency },
      {
        ...rule('Sewer', { service: 'WA-SEW' }, { resolution: onScene, duty: stateReport }),
        ...emergency,
        // Of the state's day: after 4, 12, 20 and 23 hours.
        warnAt: [17, 50, 83, 96],
      },
    ],
  };
}

const escalations: readonly Escalation[] = [
  { after: { kind: 'wall', ms: 0 }, notify: ['role:supervisor'] },
  { after: { kind: 'operating', ms: 2 * HOUR }, notify: ['role:administrator'] },
];

const emergency: Pick<PolicyRule, 'emergency' | 'escalations'> = {
  emergency: true,
  escalations: [
    { after: { kind: 'wall', ms: 0 }, notify: ['role:supervisor'] },
    { after: { kind: 'wall', ms: 5 * MINUTE }, notify: ['role:administrator'] },
  ],
};
