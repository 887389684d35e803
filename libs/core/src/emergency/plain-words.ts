/** Longer texts are read so far: an emergency is said at the beginning. */
const CHARACTERS = 10_000;

/** The words of a text without case, accents and punctuation: what rules are compared with. */
export function plainWords(text: string): readonly string[] {
  return text
    .slice(0, CHARACTERS)
    .normalize('NFD')
    .replaceAll(/[\p{M}'’`´]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
