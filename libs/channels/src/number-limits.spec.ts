import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import type { NormalisedMessage } from '#core/channel/normalised';

import {
  heedingCountries,
  numberBilling,
  numberLimitFields,
  numberPacing,
  refusedNumber,
} from './number-limits.js';

const settings = z.strictObject(numberLimitFields);
const usual = settings.parse({});

describe('A number that messages go to', () => {
  it.each(['+19195550101', '+14165550101', '+18005551212'])(
    'is of the United States or Canada: %s',
    (number) => {
      expect(refusedNumber(number, usual)).toBeNull();
    },
  );

  it.each([
    ['+18765550101', 'JM'],
    ['+18095551212', 'DO'],
    ['+12425550101', 'BS'],
    ['+16495551234', 'TC'],
    ['+17875550101', 'PR'],
    ['+447400123456', 'GB'],
    ['+919195550101', 'IN'],
    ['+19765550101', 'an unknown country'],
  ])('is refused although it may begin with +1: %s of %s', (number, country) => {
    expect(refusedNumber(number, usual)).toContain(`the number is of ${country};`);
  });

  it.each(['+19005551212', '+19199761212'])('is refused as premium: %s', (number) => {
    expect(refusedNumber(number, usual)).toContain('premium');
  });

  it.each(['+15550100', '19195550101', 'Ana', '', '+1'])(
    'is refused as no number: %s',
    (number) => {
      expect(refusedNumber(number, usual)).toContain('no phone number');
    },
  );

  it('may be of another country when the settings say so', () => {
    const abroad = settings.parse({ allowedCountries: ['US', 'PR'] });
    expect(refusedNumber('+17875550101', abroad)).toBeNull();
    expect(refusedNumber('+14165550101', abroad)).toContain('US, PR only');
    expect(settings.safeParse({ allowedCountries: ['Texas'] }).success).toBe(false);
    expect(settings.safeParse({ allowedCountries: [] }).success).toBe(false);
  });
});

describe('A message', () => {
  const said: Omit<NormalisedMessage, 'sender'> = {
    ...{ kind: 'message', text: 'Pothole', occurredAt: null, channelRef: 'x', externalId: null },
    ...{ evidence: { signedReferences: [], repliesTo: [] }, attachments: [], automatic: false },
  };
  const from = (kind: string, address: string) =>
    heedingCountries({ ...said, sender: { kind, address, authentic: true } }, usual);

  it('of a number that nothing is sent to is marked, and every other one is as it was', () => {
    expect(from('phone', '+447400123456')).toMatchObject({ text: 'Pothole', answerable: false });
    expect(from('phone', '+19195550101')).not.toHaveProperty('answerable');
    expect(from('short-code', '22395')).not.toHaveProperty('answerable');
    const ignored = { kind: 'ignored', reason: 'own-echo' } as const;
    expect(heedingCountries(ignored, usual)).toBe(ignored);
  });
});

describe('What a number may send', () => {
  it('is one message a second unless the settings say otherwise', () => {
    expect(numberPacing(usual)).toEqual({ perMinute: 60 });
    expect(numberPacing({ messagesPerSecond: 0.05 })).toEqual({ perMinute: 3 });
    expect(numberPacing({ messagesPerSecond: 100 })).toEqual({ perMinute: 6_000 });
  });

  it('costs whole millionths, with a cap or without', () => {
    expect(numberBilling(usual)).toBeNull();
    const priced = settings.parse({ price: { perPart: 0.0113 }, dailyCap: 25 });
    expect(numberBilling(priced)).toEqual({
      ...{ microsPerPart: 11_300, currency: 'USD', dailyCapMicros: 25_000_000 },
    });
    expect(numberBilling(settings.parse({ price: { perPart: 1 } }))?.dailyCapMicros).toBeNull();
  });
});
