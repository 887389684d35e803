import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the corpora, read in place; a folder that is named and missing is a failure. */
export function testdata(path: string): string {
  const folder = process.env['TOWNLINE_TESTDATA'];
  if (folder === undefined || folder === '' || !existsSync(folder)) {
    throw new Error(
      `TOWNLINE_TESTDATA names the folder with the corpora; "${folder ?? ''}" does not exist.`,
    );
  }
  return join(folder, path);
}
