import { basename } from 'node:path';

import type { Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';

import type { InputFiles } from './command-context.js';

export interface AttachedFile {
  readonly filename: string;
  readonly contentType: string;
  /** In base64. */
  readonly content: string;
}

/** Files by their names, ready to go out with an answer. */
export async function attachedFiles(
  names: readonly string[],
  files: InputFiles,
): Promise<Result<readonly AttachedFile[]>> {
  const attached: AttachedFile[] = [];
  for (const name of names) {
    const read = await files.readBytes(name);
    if (!read.ok) return read;
    if (read.value.length === 0) return refused(emptyFile(name));
    const filename = basename(name);
    const content = read.value.toString('base64');
    attached.push({ filename, contentType: typeOf(filename), content });
  }
  return succeeded(attached);
}

/** What towns attach; anything else is bytes, which every mail program can save. */
const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

function typeOf(filename: string): string {
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return types[extension] ?? 'application/octet-stream';
}

function emptyFile(name: string): Problem {
  return { code: 'unprocessable', title: `The file ${name} is empty`, detail: 'Leave it out.' };
}
