import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { notFound } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';

import type { InputFiles } from './command-context.js';

/** @param folder where the command was typed, which npm keeps in INIT_CWD. */
export function inputFiles(folder: string, standardInput: NodeJS.ReadableStream): InputFiles {
  return {
    async read(name): Promise<Result<string>> {
      if (name === '-') return succeeded(await text(standardInput));
      try {
        return succeeded(await readFile(resolve(folder, name), 'utf8'));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return refused(notFound(`The file ${name}`, reason));
      }
    },
  };
}
