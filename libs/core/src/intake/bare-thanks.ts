const THANKS_WORDS = new Set(
  (
    'ok okay great perfect awesome wonderful thanks thank you thx ty so very much a lot again all good cheers got it ' +
    'gracias muchas mil muy amable amables perfecto vale listo excelente de nuevo'
  ).split(' '),
);
const SAYS_IT =
  /\b(?:thanks?|thx|ty|ok|okay|great|perfect|cheers|gracias|amables?|perfecto|vale|listo)\b/i;
/** Only pictures that cannot be a complaint or a report: a fire, a flood or an angry face may be one. */
const FRIENDLY_PICTURES =
  /^(?:👍|👌|👏|🙏|🙌|💪|🤝|💯|🎉|❤|💙|💚|😀|😃|😄|😊|🙂|😍|🥰|\p{Emoji_Modifier}|\u200D|\uFE0F|\s)+$/u;
const LONGEST_THANKS = 120;

/**
 * Whether a message says thanks and nothing else, in English or Spanish. Such a message never
 * reopens a request. In doubt it is not: a reopened request costs a look, a lost question a promise.
 */
export function isBareThanks(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST_THANKS || /[?¿\d]/.test(trimmed)) return false;
  if (FRIENDLY_PICTURES.test(trimmed)) return true;
  const words = trimmed.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  return SAYS_IT.test(trimmed) && words.every((word) => THANKS_WORDS.has(word));
}
