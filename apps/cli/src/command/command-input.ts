import { parseArgs, type ParseArgsConfig, types } from 'node:util';

import { errorCodeOf } from '#core/error/error-code';
import type { FieldFault } from '#core/error/problem';

import type { Command } from './command.js';

export type CommandInput =
  | { readonly kind: 'run'; readonly input: unknown; readonly json: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong-use'; readonly faults: readonly FieldFault[]; readonly json: boolean };

const everyCommand = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Reads the arguments after the command's name; every fault names the option or argument. */
export function readCommandInput(command: Command, given: readonly string[]): CommandInput {
  const json = given.includes('--json');
  const parsed = parse(command, given);
  if (typeof parsed === 'string') return wrongUse([{ field: '', message: parsed }], json);
  if (parsed.values.help === true) return { kind: 'help' };
  const names = (command.positionals ?? []).map((name) => name.replace('?', ''));
  const surplus = parsed.positionals.slice(names.length);
  if (surplus.length > 0) return wrongUse([surplusArgument(surplus)], json);
  const positionals = Object.fromEntries(names.map((name, at) => [name, parsed.positionals[at]]));
  const read = command.schema.safeParse({ ...parsed.values, ...positionals });
  if (read.success) return { kind: 'run', input: read.data, json };
  const faults = read.error.issues.map(({ path, message }) => ({
    field: argumentName(String(path[0] ?? ''), names),
    message,
  }));
  return wrongUse(faults, json);
}

/** How people type it: `--hold` for an option, `NUMBER` for a positional argument. */
function argumentName(name: string, positionals: readonly string[]): string {
  if (name === '') return '';
  return positionals.includes(name) ? name.toUpperCase() : `--${name}`;
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parse(command: Command, given: readonly string[]): Parsed | string {
  const options: NonNullable<ParseArgsConfig['options']> = { ...everyCommand };
  for (const [name, { type, multiple = false }] of Object.entries(command.options ?? {})) {
    options[name] = { type, multiple };
  }
  try {
    const args = withNegativeNumbers(given, options);
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const wrong = errorCodeOf(error).startsWith('ERR_PARSE_ARGS_');
    if (wrong && types.isNativeError(error)) return error.message.split('. ', 1)[0] ?? '';
    throw error;
  }
}

/** `--target -1` gives an amount below nothing, to be refused as such; no option is called 1. */
function withNegativeNumbers(
  given: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): string[] {
  const args: string[] = [];
  for (const argument of given) {
    const before = args.at(-1) ?? '';
    const isValue = before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    if (isValue && /^-\d/.test(argument)) args[args.length - 1] = `${before}=${argument}`;
    else args.push(argument);
  }
  return args;
}

function surplusArgument(surplus: readonly string[]): FieldFault {
  return { field: '', message: `'${surplus.join(' ')}' is not expected; put quotes around a text` };
}

function wrongUse(faults: readonly FieldFault[], json: boolean): CommandInput {
  return { kind: 'wrong-use', faults, json };
}
