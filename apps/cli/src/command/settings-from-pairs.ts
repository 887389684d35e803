import type { z } from 'zod';

/**
 * Puts `key=value` pairs over settings. A value is text; only where the schema refuses the text and
 * it is JSON (a number, true, a list) the JSON counts. So a password `0123` stays what it is.
 */
export function settingsFromPairs(
  base: Readonly<Record<string, unknown>>,
  pairs: readonly string[],
  schema: z.ZodType,
): Record<string, unknown> {
  const texts = pairs.map(splitPair);
  const asText = texts.reduce((settings, pair) => put(settings, pair.path, pair.value), base);
  const read = schema.safeParse(asText);
  if (read.success) return { ...asText };
  const refusedPaths = read.error.issues.map(({ path }) => path.join('.'));
  return texts
    .filter(({ path }) => refusedPaths.some((refused) => refused === path.join('.')))
    .reduce((settings, { path, value }) => put(settings, path, jsonOr(value)), { ...asText });
}

interface Pair {
  readonly path: readonly string[];
  readonly value: string;
}

function splitPair(pair: string): Pair {
  const at = pair.indexOf('=');
  return { path: pair.slice(0, at).split('.'), value: pair.slice(at + 1) };
}

function put(
  settings: Readonly<Record<string, unknown>>,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (rest.length === 0) return withProperty(settings, name, value);
  const inner = Object.hasOwn(settings, name) ? settings[name] : undefined;
  const object = typeof inner === 'object' && inner !== null ? inner : {};
  return withProperty(settings, name, put({ ...object }, rest, value));
}

/** An own property whatever its name, `__proto__` included: the schema then refuses it by name. */
function withProperty(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  return Object.fromEntries([...Object.entries(settings), [name, value]]);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
