/**
 * How people end and begin messages in one language, as plain words: no case, accents or apostrophes.
 */
export interface ConsentWordList {
  /** A message of one of these and nothing else ends messages, by law or by the carriers' rules. */
  readonly stop: readonly string[];
  /** A message of one of these and nothing else begins them again. */
  readonly start: readonly string[];
  /** A message of one of these and nothing else asks who writes. */
  readonly help: readonly string[];
  /** Said for politeness or weight around any of the words. */
  readonly polite: readonly string[];
  /** A whole message that very likely ends messages, though no rule knows it. */
  readonly likelyStop: readonly string[];
  /** Reasonable wordings anywhere in a message, written as in `emergency/word-list.ts`. */
  readonly wordings: readonly string[];
  /** Phrases that hold a wording and mean something else; they are taken out before. */
  readonly harmless: readonly string[];
}
