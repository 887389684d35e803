// Control characters and direction overrides: a terminal would obey them (ECMA-48 §5, UAX #9 §2).
const OBEYED = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Words of strangers as they may be written to a terminal: line ends and tabs stay, the rest is shown. */
export function printable(text: string): string {
  return text.replaceAll(OBEYED, (character) =>
    character === '\n' || character === '\t' ? character : '\ufffd',
  );
}

/** The same within one line of a table. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]+/g, ' ');
}

/** JSON that a terminal does not obey either: what JSON.stringify leaves as it is gets escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(OBEYED, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** The same on one line, for programs that read a line at a time. */
export function printableJsonLine(value: unknown): string {
  return JSON.stringify(value).replaceAll(OBEYED, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
