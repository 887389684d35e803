import { describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import { defaultPolicy } from './default-policy.js';
import { policyDocument, readPolicy } from './policy-document.js';

const calendar = businessCalendar(defaultCalendar);
const reading = { version: 1, calendars: new Map([['default', calendar]]) };
const everything = {
  name: 'Everything',
  targets: { firstResponse: '1 business day', nextResponse: '1 business day' },
  escalations: [{ after: '0 business minutes', notify: ['role:supervisor'] }],
};

describe('a policy as a document', () => {
  it('is read again as it was written', () => {
    const policy = defaultPolicy(calendar);
    const written: unknown = JSON.parse(JSON.stringify(policyDocument(policy)));
    const read = readPolicy(written, reading);
    expect(read).toMatchObject({ ok: true });
    if (read.ok) expect(policyDocument(read.value)).toEqual(written);
    if (read.ok) expect(read.value.rules.at(-1)).toMatchObject(policy.rules.at(-1) ?? {});
  });

  it('needs little: thresholds, calendar and conditions have defaults', () => {
    const read = readPolicy({ rules: [everything] }, reading);
    expect(read).toMatchObject({
      value: {
        rules: [{ when: {}, calendar: 'default', warnAt: [50, 75, 90], emergency: false }],
      },
    });
  });

  it.each([
    ['no rules', { rules: [] }, 'rules', 'is empty'],
    ['a negative target', target('-2 hours'), 'rules[0].targets.firstResponse', 'not after'],
    ['a target of nothing', target('0 hours'), 'rules[0].targets.firstResponse', 'not after'],
    ['a target that is a number', target(12), 'rules[0].targets.firstResponse', 'not a text'],
    ['an unknown calendar', only({ calendar: 'crew' }), 'rules[0].calendar', 'it has default'],
    ['thresholds out of order', only({ warnAt: [75, 50] }), 'rules[0].warnAt', 'does not ascend'],
    ['a threshold twice', only({ warnAt: [50, 50] }), 'rules[0].warnAt', 'does not ascend'],
    ['a threshold of 0', only({ warnAt: [0, 50] }), 'rules[0].warnAt[0]', 'below 1'],
    ['a threshold of 100', only({ warnAt: [50, 100] }), 'rules[0].warnAt[1]', 'above 99'],
    ['nobody to hear of a breach', only({ escalations: [] }), 'rules[0].escalations', 'somebody'],
    [
      'an escalation to nobody',
      only({ escalations: [{ after: '1 hour', notify: [] }] }),
      'rules[0].escalations[0].notify',
      'names nobody',
    ],
    [
      'a negative escalation',
      only({ escalations: [{ after: '-1 hour', notify: ['Ana'] }] }),
      'rules[0].escalations[0].after',
      'not after',
    ],
    ['a field that is not known', only({ warn: [50] }), 'rules[0].warn', 'not known'],
    [
      'one name twice',
      { rules: [everything, { ...everything, when: { service: 'ST-POT' } }] },
      'rules[1].name',
      'rules[0]',
    ],
    [
      'the same conditions twice',
      { rules: [everything, { ...everything, name: 'Also everything' }] },
      'rules[1].when',
      'rules[0]',
    ],
    ['no rule for the rest', only({ when: { service: 'ST-POT' } }), 'rules', 'everything else'],
  ])('with %s is refused, and the field is named', (_what, document, field, words) => {
    const read = readPolicy(document, reading);
    expect(read.ok).toBe(false);
    const faults = read.ok ? [] : (read.problem.faults ?? []);
    expect(faults.map((fault) => fault.field)).toContain(field);
    expect(faults.find((fault) => fault.field === field)?.message).toContain(words);
  });
});

function only(changes: object) {
  return { rules: [{ ...everything, ...changes }] };
}

function target(firstResponse: unknown) {
  return only({ targets: { ...everything.targets, firstResponse } });
}
