import { phraseIndex, phrasesIn } from '../emergency/phrase-rules.js';
import { plainWords } from '../emergency/plain-words.js';
import type { Language } from '../text/catalogue.js';
import type { ConsentWordList } from './consent-word-list.js';
import { englishConsent } from './words/english.js';
import { spanishConsent } from './words/spanish.js';

/**
 * What words say about further messages. `stop`, `start` and `help` are a whole message of a known
 * word; `likely-stop` is any reasonable wording (47 CFR 64.1200(a)(10)): believed, and shown to a person.
 */
export interface ConsentWish {
  readonly kind: 'stop' | 'start' | 'help' | 'likely-stop';
  /** Of the list that knows the words. */
  readonly language: Language;
}

/** Null for a message that is about something else, as nearly all are. */
export function consentWish(text: string): ConsentWish | null {
  const words = plainWords(text.slice(0, CHARACTERS).normalize('NFKC'));
  return bareWish(words) ?? firstSentence(text) ?? likelyStop(words);
}

/** A wish is short, or said at the beginning. */
const CHARACTERS = 2_000;
const LONGEST_BARE = 8;
const lists: Readonly<Record<Language, ConsentWordList>> = {
  en: englishConsent,
  es: spanishConsent,
};
const languages = ['en', 'es'] as const;
const polite = new Set(languages.flatMap((language) => lists[language].polite));
const bare = new Map<string, ConsentWish>(
  languages.flatMap((language) => {
    const { likelyStop: likely, stop, start, help } = lists[language];
    const known = { 'likely-stop': likely, stop, start, help };
    return (['likely-stop', 'stop', 'start', 'help'] as const).flatMap((kind) =>
      known[kind].map((words): [string, ConsentWish] => [words, { kind, language }]),
    );
  }),
);

/** The words as they stand, then without politeness and repetition: "STOP. Please stop!" */
function bareWish(words: readonly string[]): ConsentWish | null {
  if (words.length === 0 || words.length > LONGEST_BARE) return null;
  const exact = bare.get(words.join(' '));
  if (exact !== undefined) return exact;
  const meant = words.filter((word) => !polite.has(word));
  const once = meant.filter((word, at) => word !== meant[at - 1]);
  const wish = bare.get(once.join(' ')) ?? null;
  // Besides politeness, who asks for help or begins again says more than the word.
  return wish?.kind === 'stop' || wish?.kind === 'likely-stop' ? wish : null;
}

/** "STOP. I have moved away": the first sentence is the wish, the others are for a person. */
function firstSentence(text: string): ConsentWish | null {
  const [first, ...others] = text.slice(0, CHARACTERS).split(/[.\n;]+/u);
  if (first === undefined || others.join('').trim() === '') return null;
  const wish = bare.get(plainWords(first.normalize('NFKC')).join(' '));
  return wish?.kind === 'stop' ? { ...wish, kind: 'likely-stop' } : null;
}

const harmless = phraseIndex(
  languages.flatMap((language) =>
    lists[language].harmless.map((rule) => ({ meaning: language, rule })),
  ),
);
const wordings = phraseIndex(
  languages.flatMap((language) =>
    lists[language].wordings.map((rule) => ({ meaning: language, rule })),
  ),
);
/** Stands for a harmless word: no rule knows it. */
const TAKEN_OUT = '';

function likelyStop(plain: readonly string[]): ConsentWish | null {
  const words = [...plain];
  for (const { from, to } of phrasesIn(words, harmless)) words.fill(TAKEN_OUT, from, to);
  const [found] = phrasesIn(words, wordings);
  return found === undefined ? null : { kind: 'likely-stop', language: found.meaning };
}
