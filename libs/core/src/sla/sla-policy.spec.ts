import { describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import { DAY, HOUR } from '../time/instant.js';
import { defaultPolicy } from './default-policy.js';
import {
  choosePolicy,
  firstClockKinds,
  type PolicyConditions,
  type SlaPolicy,
  targetOf,
  termsOf,
} from './sla-policy.js';

const calendar = businessCalendar(defaultCalendar);
const shipped = defaultPolicy(calendar);
const anything = { serviceCode: null, priority: null, channel: null };

describe('the policy that is chosen', () => {
  const named: readonly (readonly [string, PolicyConditions])[] = [
    ['all', {}],
    ['by channel', { channel: 'phone' }],
    ['by priority', { priority: 'high' }],
    ['by priority and channel', { priority: 'high', channel: 'phone' }],
    ['by service', { service: 'ST-POT' }],
  ];
  const policy = policyOf(named);

  it.each([
    ['nothing else fits', anything, 'all'],
    ['its channel is named', { ...anything, channel: 'phone' }, 'by channel'],
    [
      'a priority goes before a channel',
      { ...anything, priority: 'high', channel: 'web' },
      'by priority',
    ],
    [
      'two named are more than one',
      { ...anything, priority: 'high', channel: 'phone' },
      'by priority and channel',
    ],
    [
      'a service goes before both',
      { serviceCode: 'ST-POT', priority: 'high', channel: 'phone' },
      'by service',
    ],
    ['another service is not named', { ...anything, serviceCode: 'SW-MISS' }, 'all'],
  ])('is the most specific one: %s', (_why, question, expected) => {
    expect(choosePolicy(policy, question).rule.name).toBe(expected);
    const reversed = { ...policy, rules: policy.rules.toReversed() };
    expect(choosePolicy(reversed, question).rule.name).toBe(expected);
  });

  it('says why', () => {
    expect(choosePolicy(policy, anything).why).toBe(
      'Rule "all" holds for every request, and no other rule fits.',
    );
    const question = { serviceCode: 'ST-POT', priority: null, channel: 'phone' };
    expect(choosePolicy(policy, question).why).toBe(
      'Rule "by service" names the service ST-POT; it goes before 2 more general rules.',
    );
  });

  it('still tells a clock its terms when its rule or its calendar is gone', () => {
    const terms = termsOf(policy, { policyName: 'of last year', calendarName: 'closed' });
    expect(terms.calendar).toBe(calendar);
    expect(terms.rule).toBe(policy.rules[0]);
  });
});

describe('the policy that a first start serves', () => {
  const targets = (serviceCode: string, priority: string | null = null) =>
    choosePolicy(shipped, { serviceCode, priority, channel: null }).rule.targets;

  it('promises an answer within one business day, whatever it is about', () => {
    for (const { targets: promised } of shipped.rules) {
      const oneDay = { kind: 'operating', ms: 12 * HOUR };
      expect(promised).toMatchObject({ firstResponse: oneDay, nextResponse: oneDay });
    }
  });

  it('promises work by service, and for emergencies a crew on the scene within the hour', () => {
    expect(targets('ST-POT').resolution).toEqual({ kind: 'operating', ms: 36 * HOUR });
    expect(targets('FB-GEN').resolution).toBeUndefined();
    expect(targets('ST-SIGN').resolution).toEqual({ kind: 'operating', ms: 24 * HOUR });
    expect(targets('ST-SIGN', 'high').resolution).toEqual({ kind: 'operating', ms: 4 * HOUR });
    expect(targets('WA-MAIN').resolution).toEqual({ kind: 'wall', ms: HOUR });
  });

  it('starts the duty clock with a sewer overflow and with nothing else', () => {
    expect(targets('WA-SEW').duty).toEqual({ kind: 'wall', ms: DAY });
    const withDuty = shipped.rules.filter((rule) => targetOf(rule, 'duty') !== null);
    expect(withDuty.map(({ name }) => name)).toEqual(['Sewer']);
    expect(withDuty.map(firstClockKinds)).toEqual([['first_response', 'resolution', 'duty']]);
  });
});

function policyOf(named: readonly (readonly [string, PolicyConditions])[]): SlaPolicy {
  const [general] = shipped.rules;
  if (general === undefined) throw new Error('The shipped policy has a general rule.');
  return { ...shipped, rules: named.map(([name, when]) => ({ ...general, name, when })) };
}
