import { type FieldFault, invalidInput } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { textLength } from '#core/text/text-units';

/** Most characters of each field. Only `text` must be there. */
export const fieldLimits = {
  text: 20_000,
  subject: 200,
  name: 200,
  email: 254,
  phone: 40,
  serviceCode: 64,
  language: 2,
  place: 500,
  idempotencyKey: 200,
  thread: 200,
} as const;

export type FieldName = keyof typeof fieldLimits;
/** A report as it was filled in; fields left empty are absent. */
export type Report = { readonly [Name in Exclude<FieldName, 'text'>]?: string } & {
  readonly text: string;
};

const MAX_FAULTS = 10;
const fieldNames = Object.keys(fieldLimits) as FieldName[];

/** Shape of the fields that are not free words, with what to write instead. */
const shapes: { readonly [Name in FieldName]?: readonly [shape: RegExp, remedy: string] } = {
  email: [
    /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/,
    'Write an address such as ana@example.org.',
  ],
  phone: [
    /^(?=(?:\D*\d){3})[\d\s+().,/x#*-]+$/i,
    'Write the number in digits, as +1 202 555 0142.',
  ],
  serviceCode: [/^[\w.-]+$/, 'Use a code from the list of services.'],
  language: [/^(en|es)$/, 'Write en or es.'],
  idempotencyKey: [/^[\x21-\x7e]+$/, 'Use letters, digits and signs without blanks.'],
  thread: [/^[\w-]+$/, 'Use the whole token of the link you were given.'],
};

/** Checks every field and names all that are at fault. */
export function readReport(fields: ReadonlyMap<string, unknown>): Result<Report> {
  const unknown = [...fields.keys()].filter((name) => !isFieldName(name));
  const faults = [
    ...unknown.slice(0, MAX_FAULTS).map(unknownField),
    ...fieldNames.flatMap((name) => faultOf(name, fields.get(name))),
  ];
  if (faults.length > 0) return refused(invalidInput(faults));
  const filled = fieldNames.filter((name) => !isBlank(fields.get(name)));
  return succeeded(Object.fromEntries(filled.map((name) => [name, fields.get(name)])) as Report);
}

function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fieldLimits, name);
}

function unknownField(name: string): FieldFault {
  const shown = name.replaceAll(/[^\w.-]/g, '?').slice(0, 40);
  return { field: shown, message: `There is no such field; there are ${fieldNames.join(', ')}.` };
}

function faultOf(name: FieldName, value: unknown): FieldFault[] {
  const message = messageAbout(name, value);
  return message === null ? [] : [{ field: name, message }];
}

function messageAbout(name: FieldName, value: unknown): string | null {
  if (value !== undefined && typeof value !== 'string')
    return 'Send it as text, once, or leave it out.';
  if (value === undefined || isBlank(value)) {
    return name === 'text' ? 'Write what should be looked at.' : null;
  }
  if (value.length > fieldLimits[name] && textLength(value, 'characters') > fieldLimits[name]) {
    return `Shorten it to at most ${fieldLimits[name]} characters.`;
  }
  if (/[\0\p{Surrogate}]/u.test(value)) {
    return 'Take out the characters that are no text (null bytes, halves of characters).';
  }
  const [shape, remedy] = shapes[name] ?? [];
  return shape === undefined || shape.test(value) ? null : (remedy ?? null);
}

function isBlank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}
