import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { notFound } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';

import type { InputFiles } from './command-context.js';

/** @param folder where the command was typed, which npm keeps in INIT_CWD. */
export function inputFiles(folder: string, standardInput: NodeJS.ReadableStream): InputFiles {
  return {
    async read(name) {
      const bytes = await this.readBytes(name);
      return bytes.ok ? succeeded(bytes.value.toString('utf8')) : bytes;
    },
    async readBytes(name) {
      if (name === '-') return succeeded(await buffer(standardInput));
      return orMissing(`The file ${name}`, () => readFile(resolve(folder, name)));
    },
    list: (name) => orMissing(`The folder ${name}`, () => filesBelow(resolve(folder, name))),
  };
}

async function orMissing<Value>(name: string, read: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return succeeded(await read());
  } catch (error) {
    return refused(notFound(name, error instanceof Error ? error.message : String(error)));
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
