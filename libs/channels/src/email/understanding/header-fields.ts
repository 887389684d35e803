import type { ParsedMail } from '../parsed-mail.js';

const LONGEST_VALUE = 4_000;

/** The values of a header field in lower case, comments removed and cut short, in their order. */
export function fieldValues(mail: ParsedMail, name: string): readonly string[] {
  return mail.headers
    .filter(([field]) => field === name)
    .map(([, value]) =>
      value
        .slice(0, LONGEST_VALUE)
        .replaceAll(/\([^()]{0,200}\)/g, ' ')
        .trim()
        .toLowerCase(),
    );
}

/** Whether a header field is there, whatever it says. */
export function hasField(mail: ParsedMail, name: string): boolean {
  return mail.headers.some(([field]) => field === name);
}

/** Whether one of a field's values, in lower case, has these words. */
export function fieldSays(mail: ParsedMail, name: string, words: RegExp): boolean {
  return fieldValues(mail, name).some((value) => words.test(value));
}
