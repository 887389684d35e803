import { plainWords } from './plain-words.js';

/** Street names and house numbers that words mention, as plain text: `oak st`, `214 oak st`. */
export interface MentionedPlace {
  readonly streets: readonly string[];
  readonly numbers: readonly string[];
}

/**
 * Whether two reports clearly speak of different places: both name streets and none is the same, or
 * both give a house number in the same street and the numbers are far apart. When in doubt they are
 * one place: the second report is appended, and the person on call reads it.
 */
export function clearlyDiffers(one: MentionedPlace, other: MentionedPlace): boolean {
  if (one.streets.length === 0 || other.streets.length === 0) return false;
  if (!one.streets.some((street) => other.streets.includes(street))) return true;
  const [first] = one.numbers;
  const [second] = other.numbers;
  if (first === undefined || second === undefined) return false;
  return Math.abs(Number(first) - Number(second)) >= FAR_HOUSE_NUMBERS;
}

/** House numbers go up by a hundred from block to block: ten blocks are another place. */
const FAR_HOUSE_NUMBERS = 1_000;

export function mentionedPlace(text: string): MentionedPlace {
  const streets = new Set<string>();
  const numbers: string[] = [];
  for (const { name, number } of text.split(/\n\s*\n/).flatMap(streetsIn)) {
    streets.add(name);
    if (number !== null) numbers.push(number);
  }
  return { streets: [...streets], numbers };
}

/** A street's name does not go on from one paragraph into the next; mail breaks lines within it. */
function streetsIn(paragraph: string): FoundStreet[] {
  const words = plainWords(paragraph);
  return words.flatMap((word, at) => streetAt(words, at, word) ?? []);
}

/** So that `mentionedPlace` reads the same place again. */
export function placeText({ streets, numbers }: MentionedPlace): string {
  const [number] = numbers;
  const [first, ...others] = streets;
  if (first === undefined) return '';
  const named = number === undefined ? first : `${number} ${first}`;
  return [named, ...others].join(', ').slice(0, PLACE_LENGTH);
}

const PLACE_LENGTH = 200;

const kinds: Readonly<Record<string, string>> = {
  ...{ street: 'st', st: 'st', avenue: 'ave', ave: 'ave', av: 'ave', road: 'rd', rd: 'rd' },
  ...{ drive: 'dr', dr: 'dr', lane: 'ln', ln: 'ln', court: 'ct', ct: 'ct', circle: 'cir' },
  ...{ boulevard: 'blvd', blvd: 'blvd', place: 'pl', pl: 'pl', way: 'way', parkway: 'pkwy' },
  ...{ pkwy: 'pkwy', highway: 'hwy', hwy: 'hwy', terrace: 'ter', trail: 'trl' },
};
/** In Spanish the kind stands before the name. */
const leadingKinds: Readonly<Record<string, string>> = {
  ...{ calle: 'st', avenida: 'ave', camino: 'rd', carretera: 'hwy', bulevar: 'blvd' },
};
/** What may stand before "street" and "way" without being its name. */
const noNames: ReadonlySet<string> = new Set(
  (
    'the a an my our your this that of on in at to into onto from whole entire open public ' +
    'down up out near next one any every some by all no city town across busy flooded la el mi'
  ).split(' '),
);

interface FoundStreet {
  readonly name: string;
  readonly number: string | null;
}

function streetAt(words: readonly string[], at: number, word: string): FoundStreet | null {
  const leading = leadingKinds[word];
  if (leading !== undefined) return spanishStreet(words, at, leading);
  const kind = kinds[word];
  const name = words[at - 1];
  if (kind === undefined || name === undefined || noNames.has(name)) return null;
  if (/^\d{3,}$/.test(name)) return null;
  const number = [words[at - 2], words[at - 3]].find((before) => isHouseNumber(before));
  return { name: `${name} ${kind}`, number: number ?? null };
}

function spanishStreet(words: readonly string[], at: number, kind: string): FoundStreet | null {
  const name = words[at + 1];
  if (name === undefined || isFiller(name)) return null;
  const number = [words[at + 2], words[at + 3]].find((after) => isHouseNumber(after));
  return { name: `${name} ${kind}`, number: number ?? null };
}

/** Words that follow "calle" when no name does: "en la calle y ...". */
function isFiller(word: string): boolean {
  return /^(y|o|que|de|del|desde|por|con|frente|en|a|al|hay|esta|se|sale|ya|la|el|mi|donde|no)$/.test(
    word,
  );
}

function isHouseNumber(word: string | undefined): word is string {
  return word !== undefined && /^\d{1,5}$/.test(word);
}
