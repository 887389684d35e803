import type { EmergencyKind } from './emergency-kind.js';

/**
 * What people say of emergencies in one language. A rule is plain words (no case, accents or
 * apostrophes) that follow each other; `..` allows up to four words in between, `a|b` is either,
 * and `word*` is every word that begins so, except as the first.
 *
 * Example: `sewage|sewer .. overflow*`.
 */
export interface EmergencyWordList {
  readonly rules: Readonly<Record<EmergencyKind, readonly string[]>>;
  /** Harmless phrases that hold a word of the rules; they are taken out before the rules are read. */
  readonly harmless: readonly string[];
}
