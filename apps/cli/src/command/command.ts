import type { z } from 'zod';

import type { FieldFault, Problem } from '#core/error/problem';

import type { CommandContext } from './command-context.js';

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** How its value is called in the help, as `SECONDS`. */
  readonly value?: string;
  readonly help: string;
}

/** One command of the program. Its schema reads options and positional arguments by their names. */
export interface Command<Schema extends z.ZodType = z.ZodType> {
  /** As typed: `request reply`. */
  readonly name: string;
  readonly summary: string;
  /** What `--help` says beyond the summary; one paragraph a line. */
  readonly details?: readonly string[];
  /** Names of the positional arguments in order, as `number`; a `?` at the end makes one optional. */
  readonly positionals?: readonly string[];
  readonly options?: Readonly<Record<string, CommandOption>>;
  readonly schema: Schema;
  run(input: z.output<Schema>, context: CommandContext): Promise<CommandOutcome>;
}

export type CommandOutcome =
  | {
      readonly kind: 'done';
      /** What `--json` prints. */
      readonly value: unknown;
      /** What people read. */
      readonly text: string;
      /** The command ran and what it looked at is not in order: exit code 1. */
      readonly faulty?: boolean;
    }
  /** Many answers, each printed as soon as it is there: one line of JSON, or what people read. */
  | {
      readonly kind: 'stream';
      readonly answers: AsyncIterable<StreamedAnswer>;
      /** What was wrong with some of it, asked when all answers are printed. */
      readonly afterwards?: () => Problem | null;
    }
  /** The answer itself is on standard output: nothing is said beside it. */
  | { readonly kind: 'printed' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The command line itself is at fault: exit code 2. */
  | { readonly kind: 'wrong-use'; readonly faults: readonly FieldFault[] };

export interface StreamedAnswer {
  readonly value: unknown;
  readonly text: string;
}

/** Keeps the type of the input between `schema` and `run`. */
export function defineCommand<Schema extends z.ZodType>(command: Command<Schema>): Command {
  return command;
}

export function done(value: unknown, text: string): CommandOutcome {
  return { kind: 'done', value, text };
}
