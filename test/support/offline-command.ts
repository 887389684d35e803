import { notFound } from '#core/error/problem';
import { refused, succeeded } from '#core/error/result';

import type { Command } from '../../apps/cli/src/command/command.js';
import type { CommandContext } from '../../apps/cli/src/command/command-context.js';
import { type Finished, townline } from '../../apps/cli/src/townline.js';

export interface OfflineRun {
  readonly files?: Readonly<Record<string, string>>;
  readonly now?: Date;
}

/** What a command left behind, with the lines that it printed before its end. */
export interface OfflineEnd extends Finished {
  readonly printed: readonly string[];
}

/** Runs a command that needs no town: whatever would reach for one fails. */
export async function runOffline(
  commands: readonly Command[],
  given: readonly string[],
  { files = {}, now = new Date(0) }: OfflineRun = {},
): Promise<OfflineEnd> {
  const printed: string[] = [];
  const unused = () => Promise.reject(new Error('This needs no town.'));
  const context: CommandContext = {
    environment: {},
    files: {
      read: (name) => Promise.resolve(fileNamed(name, files)),
      readBytes: unused,
      list: unused,
    },
    output: { write: unused },
    print: (line) => Promise.resolve(void printed.push(line)),
    newKey: () => 'key',
    now: () => now,
    zone: 'America/New_York',
    townAnswers: unused,
    staffApi: unused,
  };
  return { ...(await townline(commands, given, context)), printed };
}

function fileNamed(name: string, files: Readonly<Record<string, string>>) {
  const text = files[name];
  return text === undefined ? refused(notFound(`The file ${name}`, 'ENOENT')) : succeeded(text);
}
