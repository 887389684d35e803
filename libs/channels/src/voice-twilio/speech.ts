import twilio from 'twilio';

import { type Language, renderText, type TextCode } from '#core/text/catalogue';
import { wellFormedText } from '#core/text/well-formed';

export type VoiceResponse = InstanceType<typeof twilio.twiml.VoiceResponse>;
type Speaker = Pick<VoiceResponse, 'say'>;
type Values = Parameters<typeof renderText>[2];

const voices = { en: 'en-US', es: 'es-MX' } as const;

export function newSpeech(): VoiceResponse {
  return new twilio.twiml.VoiceResponse();
}

/** Says a text of the catalogue in the voice of its language. */
export function say(
  speaker: Speaker,
  code: TextCode,
  language: Language,
  { zone, ...values }: Values & { readonly zone?: string } = {},
): void {
  sayWords(speaker, renderText(code, language, values, zone), language);
}

export function sayWords(
  speaker: Speaker,
  words: string,
  language: Language,
  options: { readonly loop?: number } = {},
): void {
  speaker.say({ language: voices[language], ...options }, speakable(words));
}

/**
 * Signs of markup and pictures are no words, and what XML 1.0 forbids (§2.2) would end the call with
 * an error. Nothing grows by it: the API takes 4,000 characters.
 */
function speakable(words: string): string {
  return wellFormedText(words)
    .replaceAll(/[&<>\p{Cc}\uFFFE\uFFFF\u{10000}-\u{10FFFF}]+/gu, ' ')
    .trim();
}
