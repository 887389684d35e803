import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from '@jest/globals';

import type { JudgedFigure } from '../bench/report.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Only that each bench runs to its end and fills its table: a loaded machine says nothing about speed. */
it.each([
  ['accept', 'both databases', 2],
  ['register', 'both databases', 2],
  ['whole', 'both databases', 2],
  ['sla', 'MariaDB', 1],
])(
  'the quick form of the bench "%s" works on %s',
  async (workload, _databases, count) => {
    const args = ['--import', './scripts/typescript.mjs', 'test/bench/bench.ts', workload];
    const run = await promisify(execFile)(process.execPath, [...args, '--quick', '--json'], {
      cwd: ROOT,
    });
    const reports = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly figures: readonly JudgedFigure[] });
    expect(reports).toHaveLength(count);
    for (const { figures } of reports) {
      expect(figures.length).toBeGreaterThan(5);
      expect(figures.filter(({ median }) => !Number.isFinite(median))).toEqual([]);
    }
  },
  900_000,
);
