/** The place as a line of its own below the words, in the writer's language. */
export function wordsWithPlace(
  text: string,
  place: string | null | undefined,
  language: string | null | undefined,
): string {
  if (place === undefined || place === null) return text;
  return `${text}\n\n${language === 'es' ? 'Lugar' : 'Place'}: ${place}`;
}
