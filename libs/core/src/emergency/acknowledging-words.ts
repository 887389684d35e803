import { plainWords } from './plain-words.js';

/** How people on call say that they have it, without case and punctuation. */
const phrases: readonly string[] = [
  ...[
    'ack',
    'acknowledge',
    'acknowledged',
    'ok',
    'okay',
    'yes',
    'copy',
    'roger',
    'omw',
    'received',
  ],
  ...['on my way', 'on the way', 'on it', 'im on it', 'got it', 'i have it', 'heading', 'will do'],
  ...['taking it', 'i take it', 'ill take it', 'mine'],
  ...['going', 'im going', 'en route'],
  ...['si', 'voy', 'ya voy', 'voy en camino', 'en camino', 'recibido', 'enterado', 'listo'],
  ...['de acuerdo', 'entendido', 'lo tengo', 'salgo', 'la atiendo', 'yo la atiendo', 'yo voy'],
];
/** With one of these it is for a person to read. */
const doubts = new Set(
  'not no cant cannot dont wont unable nobody but who what where when why pero puedo quien'.split(
    ' ',
  ),
);
const LONGEST_LINE = 10;

/**
 * Whether an answer to a page says that its writer takes it: its first line begins with such words,
 * is short and holds no doubt. Numbers do not matter, but for a 1 alone: people press it.
 */
export function isAcknowledging(text: string): boolean {
  const firstLine = text.split('\n').find((line) => line.trim() !== '') ?? '';
  if (firstLine.trim() === '1') return true;
  const words = plainWords(firstLine).filter((word) => !/^\d+$/.test(word));
  if (words.length === 0 || words.length > LONGEST_LINE) return false;
  if (words.some((word) => doubts.has(word))) return false;
  const line = `${words.join(' ')} `;
  return phrases.some((phrase) => line.startsWith(`${phrase} `));
}
