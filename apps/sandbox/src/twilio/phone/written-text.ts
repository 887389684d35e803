import { z } from 'zod';

import type { FieldFault } from '#core/error/problem';

import type { Form } from '../../web/forms.js';
import { asE164 } from '../../web/phone-number.js';
import type { WrittenText } from '../texting/citizen-texts.js';

/** A form that was sent: a text, or what to show again. */
export type Typed =
  { readonly kind: 'text'; readonly text: WrittenText } | ({ readonly kind: 'faulty' } & ShownForm);

export interface ShownForm {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
}

/** As carriers take it: ten pieces. */
const MAX_CHARACTERS = 1_600;
const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

const typed = z.object({
  from: z
    .string()
    .transform(asE164)
    .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'Write a phone number such as +1 919 555 0101.')),
  text: z.string().max(MAX_CHARACTERS, `A text has at most ${MAX_CHARACTERS} characters.`),
});

/** @param from the number of the conversation; null where the form asks for it. */
export function writtenText(form: Form | null, from: string | null): Typed {
  const values = form?.fields ?? {};
  const pictures = form?.files ?? [];
  const read = typed.safeParse({ from: from ?? values['from'] ?? '', text: values['text'] ?? '' });
  const faults = read.success ? [] : read.error.issues.map(faultOf);
  if ((values['text'] ?? '').trim() === '' && pictures.length === 0) {
    faults.push({ field: 'text', message: 'Write a text, or choose a picture.' });
  }
  if (pictures.some(({ bytes }) => bytes.length > MAX_PICTURE_BYTES)) {
    faults.push({ field: 'picture', message: 'Phones send pictures of up to 5 MB.' });
  }
  if (!read.success || faults.length > 0) return { kind: 'faulty', values, faults };
  const { from: number, text: body } = read.data;
  return { kind: 'text', text: { from: number, body, pictures } };
}

function faultOf({ path, message }: z.core.$ZodIssue): FieldFault {
  return { field: path.map(String).join('.'), message };
}
