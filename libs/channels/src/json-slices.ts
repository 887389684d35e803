const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENERS = new Set([0x5b, 0x7b]);
const CLOSERS = new Set([0x5d, 0x7d]);
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The bytes of each element of a JSON array, exactly as they arrived.
 *
 * @param array UTF-8 text that `JSON.parse` has accepted as an array.
 */
export function sliceArray(array: Buffer): Buffer[] {
  return partsOf(array);
}

/**
 * The bytes of each field of a JSON object by its name; of a name given twice the last, as
 * `JSON.parse` has it.
 *
 * @param object UTF-8 text that `JSON.parse` has accepted as an object.
 */
export function sliceObject(object: Buffer): ReadonlyMap<string, Buffer> {
  const fields = partsOf(object).map((part): [string, Buffer] => {
    const end = endOfString(part, 0) + 1;
    const name: unknown = JSON.parse(part.toString('utf8', 0, end));
    return [String(name), trim(part, part.indexOf(COLON, end) + 1, part.length)];
  });
  return new Map(fields);
}

/** What stands between the commas of the outermost level. */
function partsOf(array: Buffer): Buffer[] {
  const slices: Buffer[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < array.length; at += 1) {
    const byte = array[at] ?? 0;
    if (byte === QUOTE) at = endOfString(array, at);
    else if (OPENERS.has(byte)) {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (CLOSERS.has(byte)) {
      depth -= 1;
      if (depth === 0) slices.push(trim(array, start, at));
    } else if (byte === COMMA && depth === 1) {
      slices.push(trim(array, start, at));
      start = at + 1;
    }
  }
  const isEmpty = slices.length === 1 && slices[0]?.length === 0;
  return isEmpty ? [] : slices;
}

function endOfString(array: Buffer, opening: number): number {
  let at = opening + 1;
  while (at < array.length && array[at] !== QUOTE) at += array[at] === BACKSLASH ? 2 : 1;
  return at;
}

function trim(array: Buffer, from: number, to: number): Buffer {
  let start = from;
  let end = to;
  while (start < end && BLANKS.has(array[start] ?? 0)) start += 1;
  while (end > start && BLANKS.has(array[end - 1] ?? 0)) end -= 1;
  return array.subarray(start, end);
}
