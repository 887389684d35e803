import { z } from 'zod';

import type { FieldFault } from '#core/error/problem';

import type { Form } from '../../web/forms.js';
import { asE164 } from '../../web/phone-number.js';
import type { Citizen } from '../citizen.js';
import { newMediaId } from '../media-store.js';
import type { MessageContent } from '../webhook/citizen-message.js';
import type { Letter } from '../whatsapp-system.js';

/** A form that was sent: messages, or what to show again. */
export type Written =
  { readonly kind: 'letter'; readonly letter: Letter } | ({ readonly kind: 'faulty' } & ShownForm);

export interface ShownForm {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
}

const MOST_CHARACTERS = 65_536;
const MOST_NAME_CHARACTERS = 25;
const MOST_FILE_BYTES = 16 * 1024 * 1024;
const PLACE = /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/;

const who = z.object({
  number: z
    .string()
    .transform(asE164)
    .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'Write a phone number such as +1 919 555 0123.')),
  name: z
    .string()
    .trim()
    .min(1, 'Write a name.')
    .max(MOST_NAME_CHARACTERS, `A name has at most ${MOST_NAME_CHARACTERS} characters.`),
});
const what = z.object({
  text: z.string().max(MOST_CHARACTERS, `A message has at most ${MOST_CHARACTERS} characters.`),
  place: z
    .string()
    .trim()
    .refine((place) => place === '' || PLACE.test(place), {
      error: 'Write latitude and longitude, such as 35.913, -79.056.',
    }),
  quotes: z.string(),
});

/** @param citizen whose chat it is; null where the form asks for it. */
export function writtenMessage(form: Form | null, citizen: Citizen | null): Written {
  const values = form?.fields ?? {};
  const [file] = form?.files ?? [];
  const given = who.safeParse(citizen ?? { number: '', name: '', ...values });
  const said = what.safeParse({ text: '', place: '', quotes: '', ...values });
  const faults = [given, said].flatMap(({ error }) => (error?.issues ?? []).map(faultOf));
  if ([values['text'], values['place']].join('').trim() === '' && file === undefined) {
    faults.push({ field: 'text', message: 'Write a message, or choose a picture or a place.' });
  }
  if (file !== undefined && file.bytes.length > MOST_FILE_BYTES) {
    faults.push({ field: 'file', message: 'Choose a file of at most 16 MB.' });
  }
  if (!given.success || !said.success || faults.length > 0) {
    return { kind: 'faulty', values, faults };
  }
  const { text, place, quotes } = said.data;
  const letter: Letter = {
    citizen: { ...given.data, username: null },
    contents: [...wordsAndFile(text, file), ...placeIn(place)],
    quotes: quotes === '' ? null : quotes,
  };
  return { kind: 'letter', letter };
}

/** With a file, words are its caption. */
function wordsAndFile(
  text: string,
  file: Form['files'][number] | undefined,
): readonly MessageContent[] {
  if (file !== undefined) {
    const kept = { ...file, id: newMediaId() };
    return [{ kind: 'file', file: kept, caption: text.trim() }];
  }
  return text.trim() === '' ? [] : [{ kind: 'text', text }];
}

function placeIn(place: string): readonly MessageContent[] {
  const [, latitude, longitude] = PLACE.exec(place) ?? [];
  if (latitude === undefined || longitude === undefined) return [];
  return [{ kind: 'place', latitude: Number(latitude), longitude: Number(longitude) }];
}

function faultOf({ path, message }: z.core.$ZodIssue): FieldFault {
  return { field: path.map(String).join('.'), message };
}
