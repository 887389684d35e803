import { readTwiml, type Verb } from './twiml.js';

/** What a caller hears, and what the line then waits for. */
export interface Heard {
  readonly lines: readonly SpokenLine[];
  readonly waiting: Waiting;
}

export interface SpokenLine {
  /** Who says it: the town, or the person on the phone. */
  readonly who: 'town' | 'phone';
  readonly language: string;
  readonly text: string;
}

export type Waiting =
  | {
      readonly kind: 'key';
      readonly action: string;
      readonly toldOfSilence: boolean;
      readonly next: readonly Verb[];
    }
  | {
      readonly kind: 'message';
      readonly action: string;
      readonly callback: string | null;
      readonly next: readonly Verb[];
    }
  | { readonly kind: 'forwarded'; readonly number: string; readonly action: string }
  | { readonly kind: 'ended' };

const ENDED = { kind: 'ended' } as const;
const BROKEN: SpokenLine = {
  ...{ who: 'town', language: 'en' },
  text: 'We are sorry. An application error has occurred. Goodbye.',
};

/** A document as the provider plays it to the person on the phone. */
export function hear(document: string): Heard {
  const verbs = readTwiml(document);
  return verbs === null ? { lines: [BROKEN], waiting: ENDED } : play(verbs);
}

/** From one verb to the next, until the line waits for somebody. */
export function play(verbs: readonly Verb[]): Heard {
  const lines: SpokenLine[] = [];
  for (const [index, verb] of verbs.entries()) {
    const next = verbs.slice(index + 1);
    if (verb.name === 'Say') lines.push(lineOf(verb));
    if (verb.name === 'Gather') lines.push(...verb.children.map(lineOf));
    const waiting = waitingAt(verb, next);
    if (waiting !== null) return { lines, waiting };
  }
  return { lines, waiting: ENDED };
}

function lineOf({ attributes, text }: Verb): SpokenLine {
  const times = Number(attributes['loop'] ?? '1');
  const words = text.replaceAll(/\s+/g, ' ').trim();
  const language = (attributes['language'] ?? 'en').slice(0, 2);
  return { who: 'town', language, text: times > 1 ? `${words} (${times} times)` : words };
}

function waitingAt({ name, attributes, text }: Verb, next: readonly Verb[]): Waiting | null {
  const action = attributes['action'] ?? '';
  switch (name) {
    case 'Gather': {
      const toldOfSilence = attributes['actionOnEmptyResult'] === 'true';
      return { kind: 'key', action, toldOfSilence, next };
    }
    case 'Record': {
      const callback = attributes['recordingStatusCallback'] ?? null;
      return { kind: 'message', action, callback, next };
    }
    case 'Dial':
      return { kind: 'forwarded', number: text.trim(), action };
    case 'Hangup':
    case 'Reject':
      return ENDED;
    default:
      return null;
  }
}
