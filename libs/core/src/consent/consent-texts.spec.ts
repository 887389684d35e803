import { describe, expect, it } from '@jest/globals';

import { defaultTown } from '../account/default-town.js';
import { briefPromise } from '../sla/promise-words.js';
import { alertsEnglish } from '../text/alerts-en.js';
import { alertsSpanish } from '../text/alerts-es.js';
import { renderText } from '../text/catalogue.js';
import { english } from '../text/catalogue-en.js';
import { spanish } from '../text/catalogue-es.js';
import { textLength } from '../text/text-units.js';
import { instantFromIso } from '../time/instant.js';
import { consentAnswer, introduceTown } from './consent-texts.js';
import { englishConsent } from './words/english.js';
import { spanishConsent } from './words/spanish.js';

const town = { name: 'Rolling Meadows', phone: '919-555-0100', language: 'en' as const };
const answers = ['stopped', 'started', 'help'] as const;
const limit = { max: 10, unit: 'sms-segments' } as const;
/** A Saturday would be "sábado": the one day that costs an alphabet, and no town answers on it. */
const dueAt = instantFromIso('2026-09-23T20:40:00Z');

describe('texts about consent', () => {
  it.each(['en', 'es'] as const)('name the town and fit into two segments (%s)', (language) => {
    for (const answer of answers) {
      const text = consentAnswer(answer, language, town);
      expect(text).toContain('Rolling Meadows');
      expect(textLength(text, 'sms-segments')).toBeLessThanOrEqual(2);
    }
  });

  it.each(['en', 'es'] as const)('leave an acknowledgement in two segments (%s)', (language) => {
    const calendar = defaultTown.policy.calendars.get('default');
    if (calendar === undefined) throw new Error('The town has its calendar.');
    const promise = briefPromise({ dueAt, now: dueAt, calendar, language });
    const number = 'FM26-000001-9';
    const told = renderText('acknowledgement.brief', language, { number, promise });
    const first = introduceTown(town, limit)(told, language);
    expect(first).toMatch(/^Rolling Meadows 311: .*FM26-000001-9.*STOP/);
    expect(textLength(first ?? '', 'sms-segments')).toBeLessThanOrEqual(2);
    expect(textLength(told, 'sms-segments')).toBe(1);
  });

  it('are left out of a first text that they would make too long', () => {
    expect(introduceTown(town, limit)('x'.repeat(1_500), 'en')).toBeNull();
  });

  it('are the only automatic ones that hold a word by which messages end', () => {
    const words = [...englishConsent.stop, ...spanishConsent.stop].map((word) =>
      word.toUpperCase(),
    );
    const prompts = new RegExp(`\\b(?:${words.join('|')})\\b`);
    const catalogues = [english, spanish, alertsEnglish, alertsSpanish];
    for (const text of catalogues.flatMap((catalogue) => Object.values(catalogue))) {
      expect(text).not.toMatch(prompts);
    }
  });
});
