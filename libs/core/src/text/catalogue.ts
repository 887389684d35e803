import { IntlMessageFormat } from 'intl-messageformat';

import { english } from './catalogue-en.js';
import { spanish } from './catalogue-es.js';
import { portalEnglish } from './portal-en.js';
import { portalSpanish } from './portal-es.js';

export type TextCode = keyof typeof english | keyof typeof portalEnglish;
export type Language = 'en' | 'es';

const catalogues: Record<Language, Readonly<Record<TextCode, string>>> = {
  en: { ...english, ...portalEnglish },
  es: { ...spanish, ...portalSpanish },
};
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
  const format = new IntlMessageFormat(catalogues[language][code], language, {
    date: { promise: { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone } },
    time: { promise: { hour: 'numeric', minute: '2-digit', timeZone: zone } },
  });
  formats.set(key, format);
  return format;
}
