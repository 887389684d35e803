import { join } from 'node:path';

import { z } from 'zod';

import type { ChannelDefinition, ChannelExplainer } from '#core/channel/definition';
import type { Result } from '#core/error/result';

import { type Command, defineCommand, type StreamedAnswer } from '../command/command.js';
import type { InputFiles } from '../command/command-context.js';
import { printable, printableJson } from '../render/printable.js';

/** `CODE explain` for every channel that can: it needs no town, no account and no database. */
export function explainCommands(channels: readonly ChannelDefinition[]): readonly Command[] {
  return channels.flatMap(({ code, title, openExplainer }) =>
    openExplainer === undefined ? [] : [explainCommand(code, title, openExplainer)],
  );
}

/** Enough to keep every processor busy while the answers are printed in order. */
const AT_ONCE = 16;

function explainCommand(
  code: string,
  title: string,
  openExplainer: () => ChannelExplainer,
): Command {
  return defineCommand({
    name: `${code} explain`,
    summary: `Show what is understood of a file (${title}): sender, words, evidence, attachments`,
    details: [
      'Needs no town and no database. Paths start where you are; - is standard input. With --json',
      'each file is one line; a file that makes no sense gets a line like the others.',
    ],
    positionals: ['file?'],
    options: {
      dir: { type: 'string', value: 'DIR', help: 'All files in a folder and below' },
    },
    schema: z.object({ file: z.string().optional(), dir: z.string().optional() }),
    run: async ({ file, dir }, { files }) => {
      if ((file === undefined) === (dir === undefined)) {
        const message = 'is wanted, or --dir and a folder: one of them';
        return { kind: 'wrong-use', faults: [{ field: 'FILE', message }] };
      }
      const named =
        dir === undefined ? await oneFile(files, file ?? '') : await filesIn(files, dir);
      if (!named.ok) return { kind: 'refused', problem: named.problem };
      return { kind: 'stream', answers: explanations(named.value, openExplainer()) };
    },
  });
}

interface NamedFile {
  readonly name: string;
  readonly read: () => Promise<Result<Buffer>>;
}

async function oneFile(files: InputFiles, name: string): Promise<Result<readonly NamedFile[]>> {
  const bytes = await files.readBytes(name);
  return bytes.ok ? { ok: true, value: [{ name, read: () => Promise.resolve(bytes) }] } : bytes;
}

async function filesIn(files: InputFiles, dir: string): Promise<Result<readonly NamedFile[]>> {
  const names = await files.list(dir);
  if (!names.ok) return names;
  const value = names.value.map((name) => ({
    name,
    read: () => files.readBytes(join(dir, name)),
  }));
  return { ok: true, value };
}

/** In the order of the names, several being read ahead. */
async function* explanations(
  files: readonly NamedFile[],
  explainer: ChannelExplainer,
): AsyncIterable<StreamedAnswer> {
  try {
    const ahead = files.slice(0, AT_ONCE).map((file) => explanation(file, explainer));
    for (
      let at = AT_ONCE, next = ahead.shift();
      next !== undefined;
      at += 1, next = ahead.shift()
    ) {
      const file = files[at];
      if (file !== undefined) ahead.push(explanation(file, explainer));
      yield await next;
    }
  } finally {
    await explainer.close();
  }
}

async function explanation(
  { name, read }: NamedFile,
  explainer: ChannelExplainer,
): Promise<StreamedAnswer> {
  const bytes = await read();
  const found = bytes.ok
    ? await explainer.explain(bytes.value)
    : { unreadable: bytes.problem.detail };
  const value = { file: name, ...found };
  return { value, text: printable(printableJson(value)) };
}
