import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { compiledProduct, removeCompiledProduct } from '../support/compiled-product.js';

const MINUTE = 60_000;
const INSTANTS = 5_000;
const friday = '2026-09-04T22:00:00Z';

jest.setTimeout(60_000);

describe('the command sla due, where no town was ever started', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp('/tmp/tl-due-');
  });
  afterAll(async () => {
    await removeCompiledProduct();
    await rm(folder, { recursive: true, force: true });
  });

  it('prints its answer and nothing else, and leaves nothing behind', async () => {
    const target = ['--target', '1 business day', '--calendar', 'default'];
    const { output, errors } = await townline(
      'sla',
      'due',
      '--received',
      friday,
      ...target,
      '--json',
    );
    expect(errors).toBe('');
    expect(JSON.parse(output)).toMatchObject({
      received: friday,
      due: '2026-09-08T22:00:00.000Z',
      dueLocal: '2026-09-08T18:00:00.000-04:00',
      segments: [{ operatingMs: 60 * MINUTE }, { operatingMs: 660 * MINUTE }],
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes files from where it was typed, and answers every line in its order', async () => {
    const shown = await townline('sla', 'calendar', 'show', 'default', '--json');
    await writeFile(join(folder, 'town.json'), shown.output);
    const instants = Array.from({ length: INSTANTS }, (_, position) =>
      new Date(Date.parse(friday) + position * 7 * MINUTE).toISOString(),
    );
    await writeFile(join(folder, 'instants.txt'), `${instants.join('\n')}\n`);
    const files = ['--received-file', 'instants.txt', '--calendar', 'town.json'];
    const { output, errors } = await townline('sla', 'due', ...files, '--json');
    expect(errors).toBe('');
    const answers = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
    expect(answers.map(({ received }) => received)).toEqual(instants);
    const due = answers.map(({ due = '' }) => due);
    expect(due).toEqual(due.toSorted());
    expect(Object.keys(answers[0] ?? {})).toEqual(['received', 'due', 'dueLocal']);
  });

  it('says on stderr what it cannot answer', async () => {
    const ended = await townline('sla', 'due', '--received', '2026-09-04T22:00:00', '--json');
    expect(ended).toMatchObject({ exitCode: 2, output: '' });
    expect(ended.errors).toContain('has no offset');
  });

  async function townline(...given: readonly string[]) {
    const program = join(await compiledProduct(), 'dist/apps/cli/src/main.js');
    const { PATH = '' } = process.env;
    const env = { PATH, INIT_CWD: folder };
    return new Promise<{ exitCode: number; output: string; errors: string }>((resolve) => {
      execFile(
        process.execPath,
        [program, ...given],
        { env, cwd: '/' },
        (error, output, errors) => {
          resolve({ exitCode: error === null ? 0 : Number(error.code), output, errors });
        },
      );
    });
  }
});
