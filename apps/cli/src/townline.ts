import type { FieldFault, Problem } from '#core/error/problem';

import { type Command, type CommandOutcome } from './command/command.js';
import type { CommandContext } from './command/command-context.js';
import { readCommandInput } from './command/command-input.js';
import { helpOf, helpOfAll, usageOf } from './command/help.js';
import { printableJson, printableJsonLine } from './render/printable.js';
import { faultLines, problemText } from './render/problem-text.js';

/** What the program leaves behind: texts for the two outputs and its exit code. */
export interface Finished {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly errors: string;
}

/** The `townline` command: finds the command that was typed, runs it, renders what came of it. */
export async function townline(
  commands: readonly Command[],
  given: readonly string[],
  context: CommandContext,
): Promise<Finished> {
  const command = commands.find(({ name }) => isTyped(name, given));
  if (command === undefined) return withoutCommand(commands, given);
  const read = readCommandInput(command, given.slice(command.name.split(' ').length));
  switch (read.kind) {
    case 'help':
      return { exitCode: 0, output: helpOf(command), errors: '' };
    case 'wrong-use':
      return wrongUse(command, read.faults);
    case 'run':
      return finish(command, await command.run(read.input, context), { context, json: read.json });
  }
}

function isTyped(name: string, given: readonly string[]): boolean {
  return name.split(' ').every((word, at) => given[at] === word);
}

function withoutCommand(commands: readonly Command[], given: readonly string[]): Finished {
  const [group, ...rest] = given;
  const wantsHelp = group === undefined || ['help', '--help', '-h'].includes(group);
  if (wantsHelp) return { exitCode: 0, output: helpOfAll(commands), errors: '' };
  const ofGroup = commands.filter(({ name }) => name.startsWith(`${group} `));
  const shown = ofGroup.length === 0 ? commands : ofGroup;
  if (ofGroup.length > 0 && rest.some((word) => word === '--help' || word === '-h')) {
    return { exitCode: 0, output: helpOfAll(shown), errors: '' };
  }
  const typed = given.filter((word) => !word.startsWith('-')).slice(0, 2);
  const errors = [`There is no command '${typed.join(' ')}'.`, '', helpOfAll(shown)].join('\n');
  return { exitCode: 2, output: '', errors };
}

interface Rendering {
  readonly context: CommandContext;
  readonly json: boolean;
}

async function finish(
  command: Command,
  outcome: CommandOutcome,
  { context, json }: Rendering,
): Promise<Finished> {
  switch (outcome.kind) {
    case 'stream':
      for await (const { value, text } of outcome.answers) {
        await context.print(json ? printableJsonLine(value) : text);
      }
      return refusal(outcome.afterwards?.() ?? null, json);
    case 'printed':
      return { exitCode: 0, output: '', errors: '' };
    case 'done': {
      const output = json ? printableJson(outcome.value) : outcome.text;
      return { exitCode: outcome.faulty === true ? 1 : 0, output, errors: '' };
    }
    case 'refused':
      return refusal(outcome.problem, json);
    case 'wrong-use':
      return wrongUse(command, outcome.faults);
  }
}

function refusal(problem: Problem | null, json: boolean): Finished {
  if (problem === null) return { exitCode: 0, output: '', errors: '' };
  return { exitCode: 1, output: '', errors: json ? printableJson(problem) : problemText(problem) };
}

function wrongUse(command: Command, faults: readonly FieldFault[]): Finished {
  const hint = `\`townline ${command.name} --help\` explains it.`;
  const errors = [...faultLines(faults).map((line) => line.trim()), usageOf(command), hint];
  return { exitCode: 2, output: '', errors: errors.join('\n') };
}
