import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { compiledProduct, removeCompiledProduct } from '../support/compiled-product.js';

interface Line {
  readonly file: string;
  readonly subject: string;
  readonly attachments: readonly unknown[];
}

jest.setTimeout(120_000);

describe('townline email explain', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp('/tmp/tl-explain-');
    await mkdir(join(folder, 'mails', 'below'), { recursive: true });
    await writeFile(join(folder, 'mails', 'a.eml'), 'Subject: one\n\nWords.');
    await writeFile(join(folder, 'mails', 'below', 'b.eml'), Buffer.from([0, 255, 10, 10, 0]));
    const photo = 'Content-Type: image/png; name=a.png\nSubject: two\n\nbytes';
    await writeFile(join(folder, 'mails', 'c'), photo);
  });
  afterAll(async () => {
    await removeCompiledProduct();
    await rm(folder, { recursive: true, force: true });
  });

  it('prints a line for each mail where no town was ever started, and starts none', async () => {
    const { exitCode, output, errors } = await explain('--dir', 'mails', '--json');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const lines = output.trimEnd().split('\n');
    const mails = lines.map((line) => JSON.parse(line) as Line);
    expect(mails.map(({ file, subject }) => [file, subject])).toEqual([
      ['a.eml', 'one'],
      ['below/b.eml', ''],
      ['c', 'two'],
    ]);
    expect(mails[2]?.attachments).toMatchObject([
      { filename: 'a.png', contentType: 'image/png', size: 5 },
    ]);
    expect(await readdir(folder)).toEqual(['mails']);
  });

  it('reads one file as it was named', async () => {
    const { output } = await explain('mails/a.eml', '--json');
    expect(JSON.parse(output)).toMatchObject({ file: 'mails/a.eml', text: 'Words.' });
  });

  it('says which file is missing', async () => {
    const { exitCode, output, errors } = await explain('mails/d.eml', '--json');
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('mails/d.eml');
  });

  async function explain(...given: readonly string[]) {
    const program = join(await compiledProduct(), 'dist/apps/cli/src/main.js');
    const { PATH = '' } = process.env;
    const options = { env: { PATH, INIT_CWD: folder }, cwd: folder };
    return new Promise<{ exitCode: number; output: string; errors: string }>((resolve) => {
      const words = [program, 'email', 'explain', ...given];
      execFile(process.execPath, words, options, (error, output, errors) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), output, errors });
      });
    });
  }
});
