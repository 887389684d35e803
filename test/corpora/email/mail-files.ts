import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

import { testdata } from '../testdata.js';

/** The mails under a folder of the corpora, by their path within it. */
export function mailFiles(folder: string): readonly string[] {
  const root = testdata(folder);
  return filesUnder(root)
    .filter(holdsOneMail)
    .map((path) => relative(root, path))
    .sort();
}

/** A mail as it would arrive: with the line ends of SMTP, without a mailbox file's first line. */
export function mailBytes(folder: string, file: string): Buffer {
  const text = readFileSync(join(testdata(folder), file), 'latin1').replaceAll(/\r?\n/g, '\r\n');
  const begin = text.startsWith('From ') ? text.indexOf('\r\n') + 2 : 0;
  return Buffer.from(text.slice(begin), 'latin1');
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

/** Not the lists of addresses, the contents of other formats and the files that hold many mails. */
function holdsOneMail(path: string): boolean {
  return /\.(?:eml|txt|msg)$/.test(path) && !/\/(?:addresses|mbox|tnef|smime)\//.test(path);
}
