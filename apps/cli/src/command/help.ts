import { table } from '../render/table.js';
import type { Command } from './command.js';

export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${command.name}`, command.summary]);
  return [
    'Usage: townline COMMAND [OPTIONS]',
    '',
    table(rows),
    '',
    '`townline COMMAND --help` explains one of them. `--json` works with every command.',
    'Exit code: 0 done, 1 refused or not in order, 2 wrong use.',
  ].join('\n');
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([name, option]) => [
    `  --${name}${option.value === undefined ? '' : ` ${option.value}`}`,
    option.help,
  ]);
  const always = [
    ['  --json', 'Print the answer as JSON'],
    ['  --help', 'Print this text'],
  ];
  const details = command.details === undefined ? [] : ['', ...command.details];
  return [
    usageOf(command),
    '',
    command.summary,
    ...details,
    '',
    table([...options, ...always]),
  ].join('\n');
}

export function usageOf(command: Command): string {
  const positionals = (command.positionals ?? []).map((name) =>
    name.endsWith('?') ? `[${name.slice(0, -1).toUpperCase()}]` : name.toUpperCase(),
  );
  return ['Usage: townline', command.name, ...positionals, '[OPTIONS]'].join(' ');
}
