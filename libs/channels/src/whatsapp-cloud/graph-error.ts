import { truncateText, wellFormedText } from '#core/text/well-formed';

import { fieldAt, textAt } from './json-fields.js';

/** An error as the Graph API answers it, and as webhooks carry it. */
export interface GraphError {
  readonly code: number;
  readonly subcode: number | null;
  readonly title: string;
  readonly details: string | null;
}

const MAX_WORDS = 300;

/** Null where no error with a code stands. */
export function errorAt(value: unknown, ...path: readonly (string | number)[]): GraphError | null {
  const found = fieldAt(value, ...path);
  const code = fieldAt(found, 'code');
  if (typeof code !== 'number' || !Number.isSafeInteger(code)) return null;
  const subcode = fieldAt(found, 'error_subcode');
  return {
    code,
    subcode: typeof subcode === 'number' ? subcode : null,
    title: textAt(found, 'title') ?? textAt(found, 'message') ?? 'error',
    details: textAt(found, 'error_data', 'details'),
  };
}

/** For people to read: the code first, by which the documentation names it. */
export function wordsOfError({ code, title, details }: GraphError): string {
  const plain = title.replace(`(#${code}) `, '');
  const words = details === null || details === plain ? plain : `${plain}: ${details}`;
  return truncateText(wellFormedText(`${code} ${words}`), MAX_WORDS);
}
