import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';

import { requestStatuses } from '../request/status.js';
import { alertsEnglish } from './alerts-en.js';
import { alertsSpanish } from './alerts-es.js';
import { callsEnglish } from './calls-en.js';
import { callsSpanish } from './calls-es.js';
import { renderText, supportedLanguage, type TextCode } from './catalogue.js';
import { english } from './catalogue-en.js';
import { spanish } from './catalogue-es.js';
import { consentEnglish } from './consent-en.js';
import { consentSpanish } from './consent-es.js';
import { portalEnglish } from './portal-en.js';
import { portalSpanish } from './portal-es.js';
import { slaEnglish } from './sla-en.js';
import { slaSpanish } from './sla-es.js';

const inEnglish: Record<TextCode, string> = {
  ...english,
  ...alertsEnglish,
  ...callsEnglish,
  ...consentEnglish,
  ...portalEnglish,
  ...slaEnglish,
};
const inSpanish: Record<TextCode, string> = {
  ...spanish,
  ...alertsSpanish,
  ...callsSpanish,
  ...consentSpanish,
  ...portalSpanish,
  ...slaSpanish,
};
const codes = Object.keys(inEnglish) as TextCode[];

describe('the catalogue of automatic texts', () => {
  it.each(codes)('says %s in English and Spanish with the same placeholders', (code) => {
    expect(inSpanish[code].trim()).not.toBe('');
    expect(placeholdersOf(inSpanish[code])).toEqual(placeholdersOf(inEnglish[code]));
  });

  it.each(requestStatuses)('has words for the status %s', (status) => {
    expect(renderText(`status.${status}`, 'en')).not.toBe(renderText(`status.${status}`, 'es'));
  });

  it('tells the promised time in the zone of the town', () => {
    const values = { due: new Date('2026-11-17T15:00:00Z') };
    const text = renderText('promise.by', 'en', values, 'America/New_York');
    expect(text).toContain('Tuesday 17 November, 10:00 am');
    const later = renderText('promise.by', 'en', values, 'Asia/Kathmandu');
    expect(later).toContain('8:45 pm');
    expect(renderText('promise.by', 'es', values, 'America/New_York')).toMatch(
      /martes, 17 de noviembre, 10:00/,
    );
  });
});

describe('a language tag', () => {
  it.each([
    ['en-US', 'en'],
    ['ES', 'es'],
    ['es-419', 'es'],
    ['fr', null],
    ['', null],
    [undefined, null],
    [null, null],
  ])('%s is served in %s', (tag, expected) => {
    expect(supportedLanguage(tag)).toBe(expected);
  });
});

/** What a text is filled in with, also within its plurals. */
function placeholdersOf(text: string): string[] {
  return [...new Set(namesIn(new IntlMessageFormat(text, 'en').getAst()))].sort();
}

function namesIn(elements: ReturnType<IntlMessageFormat['getAst']>): string[] {
  return elements.flatMap((element) => {
    const type: number = element.type;
    const own = 'value' in element && type !== LITERAL ? [`${String(type)} ${element.value}`] : [];
    const options = 'options' in element ? Object.values(element.options) : [];
    return [...own, ...options.flatMap(({ value }) => namesIn(value))];
  });
}

/** As the parser numbers the words between the placeholders. */
const LITERAL = 0;
