import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { errorCodeOf } from '#core/error/error-code';
import { refused, type Result, succeeded } from '#core/error/result';

import type { OutputFiles } from './command-context.js';

/** Only the owner reads what citizens sent. */
const FILE_MODE = 0o600;

/** @param folder where the command was typed. */
export function outputFiles(folder: string, standardOutput: NodeJS.WritableStream): OutputFiles {
  return {
    write: (name, bytes) =>
      name === '-' ? print(standardOutput, bytes) : saveNew(resolve(folder, name), bytes),
  };
}

async function print(output: NodeJS.WritableStream, bytes: Buffer): Promise<Result<string>> {
  if (!output.write(bytes)) await once(output, 'drain');
  return succeeded('-');
}

async function saveNew(path: string, bytes: Buffer): Promise<Result<string>> {
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: FILE_MODE });
    return succeeded(path);
  } catch (error) {
    const exists = errorCodeOf(error) === 'EEXIST';
    return refused({
      code: 'conflict',
      title: exists ? `The file ${path} exists already` : `The file ${path} cannot be written`,
      detail: exists
        ? 'Nothing was overwritten. Name another one with --output.'
        : `${errorCodeOf(error)}. Name another one with --output.`,
    });
  }
}
