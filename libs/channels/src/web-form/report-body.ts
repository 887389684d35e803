import { isUtf8 } from 'node:buffer';

import { invalidInput, type Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { parseJson } from '#core/text/parse-json';

import { readReport, type Report } from './report-fields.js';

export type ReportMediaType = 'application/json' | 'application/x-www-form-urlencoded';
type Fields = Map<string, unknown>;

/** The longest report with every character spelt in twelve bytes (`%F0%9F%9A%B0`, `\ud83d\udeb0`). */
const MAX_BODY_BYTES = 288 * 1024;
const MAX_FORM_FIELDS = 50;

export function mediaTypeOf(contentType: string): ReportMediaType | null {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const foreignCharset = parameters.some((parameter) => {
    const [name, value = ''] = parameter.trim().split('=', 2);
    return name === 'charset' && !/^"?utf-?8"?$/.test(value.trim());
  });
  const media = type.trim();
  const known = media === 'application/json' || media === 'application/x-www-form-urlencoded';
  return known && !foreignCharset ? media : null;
}

/** Bytes to checked fields; total. */
export function parseReport(mediaType: ReportMediaType, body: Buffer): Result<Report> {
  if (body.length > MAX_BODY_BYTES) return refused(tooLarge);
  const fields = decodeFields(mediaType, body);
  return fields.ok ? readReport(fields.value) : fields;
}

function decodeFields(mediaType: ReportMediaType, body: Buffer): Result<Fields> {
  switch (mediaType) {
    case 'application/json':
      return fieldsOfJson(body);
    case 'application/x-www-form-urlencoded':
      return fieldsOfForm(body);
  }
}

function fieldsOfJson(body: Buffer): Result<Fields> {
  const json = parseJson(body);
  const value = json.kind === 'json' ? json.value : null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wholeAtFault(
      'Send one JSON object in UTF-8, for example {"text": "The street light is out."}.',
    );
  }
  return succeeded(new Map(Object.entries(value)));
}

/** As the WHATWG URL standard decodes it, but strict: what is not UTF-8 is refused, not replaced. */
function fieldsOfForm(body: Buffer): Result<Fields> {
  const faulty = 'Send the form percent-encoded, in UTF-8.';
  if (!isUtf8(body)) return wholeAtFault(faulty);
  const text = body.toString('utf8');
  const pairs = text.split('&', MAX_FORM_FIELDS + 1).filter((pair) => pair !== '');
  if (pairs.length > MAX_FORM_FIELDS) return wholeAtFault('Send each field once.');
  const fields: Fields = new Map();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) return wholeAtFault(faulty);
    // A list is refused by the check of the fields, under the field's name.
    fields.set(name, fields.has(name) ? [fields.get(name), value] : value);
  }
  return succeeded(fields);
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

function wholeAtFault(message: string): Result<never> {
  return refused(invalidInput([{ field: '', message }]));
}

const tooLarge: Problem = {
  code: 'too-large',
  title: 'The report is too long',
  detail: 'Shorten the text to at most 20,000 characters.',
};
