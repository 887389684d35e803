import { readSignatureField } from '../sender-check/signature-field.js';
import { HEADER_BYTES } from './parser-limits.js';

export interface SignatureJob {
  readonly kind: 'signatures';
  readonly raw: Buffer;
  /** The TXT record of every signature that is worth looking at, by its name. */
  readonly keys: ReadonlyMap<string, string>;
  /** Epoch milliseconds: a signature may have ended before. */
  readonly at: number;
}

const MOST_SIGNATURES = 5;
/** Shorter keys are broken in hours (RFC 8301 §3.2). */
const KEY_BITS = 1_024;
const END_OF_HEADER = /\r?\n\r?\n/;
const NEXT_FIELD = /\r?\n(?![ \t])/;

/** The domains whose signatures fit a mail, of those whose keys are given. */
export async function verifySignatures({ raw, keys, at }: SignatureJob): Promise<string[]> {
  const signed = onlyWith(keys, raw);
  if (signed === null) return [];
  // Loaded when the first signed mail comes: most processes start for something else.
  const { dkimVerify } = await import('mailauth/lib/dkim/verify.js');
  const resolver = (name: string) => Promise.resolve([[keys.get(name.toLowerCase()) ?? '']]);
  const options = { resolver, minBitLength: KEY_BITS, curTime: new Date(at) };
  try {
    const { results } = await dkimVerify(signed, options);
    const fitting = results.filter(({ status }) => status.result === 'pass');
    return fitting.map(({ signingDomain }) => signingDomain.toLowerCase());
  } catch {
    return [];
  }
}

/**
 * The mail without signatures that nobody asks for, for each costs its time. Null when no signature is
 * left, or when the field that it must cover is not there once: then it says nothing about the writer.
 */
function onlyWith(keys: ReadonlyMap<string, string>, raw: Buffer): Buffer | null {
  const beginning = raw
    .subarray(0, HEADER_BYTES)
    .toString('latin1')
    .replace(/^>?From .*\r?\n/, '');
  const skipped = Math.min(raw.length, HEADER_BYTES) - beginning.length;
  const end = END_OF_HEADER.exec(beginning)?.index;
  if (end === undefined) return null;
  const fields = beginning.slice(0, end).split(NEXT_FIELD);
  if (fields.filter((field) => isNamed(field, 'from')).length !== 1) return null;
  let signatures = 0;
  const kept = fields.filter((field) => {
    if (/^arc-/i.test(field)) return false;
    if (!isNamed(field, 'dkim-signature')) return true;
    const keyName = readSignatureField(field.slice(field.indexOf(':') + 1))?.keyName;
    if (keyName === undefined || !keys.has(keyName) || signatures === MOST_SIGNATURES) return false;
    signatures += 1;
    return true;
  });
  const head = Buffer.from(kept.join('\r\n'), 'latin1');
  return signatures === 0 ? null : Buffer.concat([head, raw.subarray(skipped + end)]);
}

function isNamed(field: string, name: string): boolean {
  const colon = field.indexOf(':');
  return colon !== -1 && field.slice(0, colon).trim().toLowerCase() === name;
}
