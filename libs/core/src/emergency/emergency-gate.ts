import { type EmergencyKind, emergencyKinds } from './emergency-kind.js';
import { phraseIndex, phrasesIn } from './phrase-rules.js';
import { plainWords } from './plain-words.js';
import type { EmergencyWordList } from './word-list.js';
import { englishWords } from './words/english.js';
import { spanishWords } from './words/spanish.js';

/** What the gate is told of a message. */
export interface GateInput {
  readonly words: string;
  /** What the service that the citizen chose stands for; null for most. */
  readonly service: { readonly code: string; readonly emergencyKind: EmergencyKind | null } | null;
  /** What the citizen named by a key or a button; absent or null: nothing. */
  readonly chosen?: EmergencyKind | null;
}

/** An emergency that was heard, and by what: for people who ask why they were woken. */
export interface EmergencySign {
  readonly kind: EmergencyKind;
  /** `service WA-SEW`, `chosen`, or the words that a rule found. */
  readonly evidence: string;
}

const EVIDENCE_CHARACTERS = 100;

/**
 * Whether a message speaks of an emergency: by the service that was chosen or by its words, in any
 * language we have a list of. One pass over the words; at most one sign a kind.
 */
export function emergencySigns(input: GateInput): readonly EmergencySign[] {
  const signs: EmergencySign[] = [];
  const { service, chosen = null } = input;
  if (chosen !== null) signs.push({ kind: chosen, evidence: 'chosen' });
  const heard = [...signsOfService(service), ...signsInWords(input.words)];
  for (const sign of heard) {
    if (!signs.some(({ kind }) => kind === sign.kind)) signs.push(sign);
  }
  return signs;
}

const lists: readonly EmergencyWordList[] = [englishWords, spanishWords];
const harmless = phraseIndex(
  lists.flatMap((list) => list.harmless.map((rule) => ({ meaning: null, rule }))),
);
const alarming = phraseIndex(
  lists.flatMap(({ rules }) =>
    emergencyKinds.flatMap((kind) => rules[kind].map((rule) => ({ meaning: kind, rule }))),
  ),
);

function signsOfService(service: GateInput['service']): EmergencySign[] {
  if (service === null || service.emergencyKind === null) return [];
  return [{ kind: service.emergencyKind, evidence: `service ${service.code}` }];
}

/** Stands for a harmless word: no rule knows it. */
const TAKEN_OUT = '';

function signsInWords(text: string): EmergencySign[] {
  const words = [...plainWords(text)];
  for (const { from, to } of phrasesIn(words, harmless)) words.fill(TAKEN_OUT, from, to);
  const found = new Map<EmergencyKind, string>();
  for (const { meaning, from, to } of phrasesIn(words, alarming)) {
    if (found.has(meaning)) continue;
    found.set(meaning, words.slice(from, to).join(' ').slice(0, EVIDENCE_CHARACTERS));
  }
  return [...found].map(([kind, evidence]) => ({ kind, evidence }));
}
