const MAX_DEPTH = 100;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export type ParsedJson =
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'not-json' };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * JSON from strangers: strict UTF-8, and at most 100 levels deep, because `JSON.parse` takes half a
 * second for three megabytes of opening brackets.
 */
export function parseJson(bytes: Uint8Array): ParsedJson {
  if (isTooDeep(bytes)) return { kind: 'not-json' };
  try {
    return { kind: 'json', value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { kind: 'not-json' };
  }
}

function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}
