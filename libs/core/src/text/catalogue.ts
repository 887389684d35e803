import { IntlMessageFormat } from 'intl-messageformat';

import { alertsEnglish } from './alerts-en.js';
import { alertsSpanish } from './alerts-es.js';
import { callsEnglish } from './calls-en.js';
import { callsSpanish } from './calls-es.js';
import { english } from './catalogue-en.js';
import { spanish } from './catalogue-es.js';
import { consentEnglish } from './consent-en.js';
import { consentSpanish } from './consent-es.js';
import { portalEnglish } from './portal-en.js';
import { portalSpanish } from './portal-es.js';
import { slaEnglish } from './sla-en.js';
import { slaSpanish } from './sla-es.js';

export type TextCode =
  | keyof typeof english
  | keyof typeof portalEnglish
  | keyof typeof alertsEnglish
  | keyof typeof consentEnglish
  | keyof typeof callsEnglish
  | keyof typeof slaEnglish;
export type Language = 'en' | 'es';

const catalogues: Record<Language, Readonly<Record<TextCode, string>>> = {
  en: {
    ...english,
    ...alertsEnglish,
    ...consentEnglish,
    ...callsEnglish,
    ...portalEnglish,
    ...slaEnglish,
  },
  es: {
    ...spanish,
    ...alertsSpanish,
    ...consentSpanish,
    ...callsSpanish,
    ...portalSpanish,
    ...slaSpanish,
  },
};
/** Tuesday 8 September, 4:40 pm; martes, 8 de septiembre, 16:40. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', es: 'es' };
const hours = {
  en: { hour: 'numeric', hourCycle: 'h12' },
  es: { hour: 'numeric' },
} as const;
const formats = new Map<string, IntlMessageFormat>();

export function supportedLanguage(tag: string | undefined | null): Language | null {
  const primary = tag?.toLowerCase().split('-')[0];
  return primary === 'en' || primary === 'es' ? primary : null;
}

/**
 * An automatic text in the citizen's language. ICU MessageFormat; instants are shown in the town's
 * zone.
 */
export function renderText(
  code: TextCode,
  language: Language,
  values: Readonly<Record<string, string | number | Date>> = {},
  zone = 'UTC',
): string {
  return String(formatOf(code, language, zone).format(values));
}

function formatOf(code: TextCode, language: Language, zone: string): IntlMessageFormat {
  const key = `${language} ${zone} ${code}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new IntlMessageFormat(catalogues[language][code], locales[language], {
    date: {
      promise: { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone },
      weekday: { weekday: 'long', timeZone: zone },
    },
    time: { promise: { ...hours[language], minute: '2-digit', timeZone: zone } },
  });
  formats.set(key, format);
  return format;
}
