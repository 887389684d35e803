import type { Town } from '../account/town.js';
import type { ChannelCapabilities } from '../channel/capabilities.js';
import { type Language, renderText, supportedLanguage } from '../text/catalogue.js';
import { textLength } from '../text/text-units.js';

export type ConsentAnswer = 'stopped' | 'started' | 'help';

/** How words of consent are answered: always with the town's name, never with a question. */
export function consentAnswer(
  answer: ConsentAnswer,
  language: Language,
  { name, phone }: Pick<Town, 'name' | 'phone'>,
): string {
  return renderText(`consent.${answer}`, language, { town: name, phone: phone ?? 'none' });
}

/**
 * Makes of a text the first one to an address: who writes, and how to end it. Null when that does not
 * fit: then the next text says it.
 */
export type Introduce = (text: string, language: string | null) => string | null;

export function introduceTown(
  town: Pick<Town, 'name' | 'language'>,
  { max, unit }: ChannelCapabilities['textLimit'],
): Introduce {
  return (text, language) => {
    const spoken = supportedLanguage(language) ?? town.language;
    const introduced = renderText('consent.introduced', spoken, { town: town.name, text });
    return textLength(introduced, unit) <= max ? introduced : null;
  };
}
