/** The value at a path of own fields; undefined where the path leaves what is there. */
export function fieldAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
      return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[name];
  }
  return found;
}

/** Null for everything that is no text, and for the empty one. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' && found !== '' ? found : null;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

const MAX_IDENTIFIER_BYTES = 255;

/** A text that can be stored as an id; null for any other. */
export function identifierAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = textAt(value, ...path);
  if (found === null || Buffer.byteLength(found) > MAX_IDENTIFIER_BYTES) return null;
  return /[\0\s\p{Surrogate}]/u.test(found) ? null : found;
}
