import { existsSync } from 'node:fs';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transform } from '@swc/core';

import { swcOptions } from '../../scripts/swc-options.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMPILED = ['apps', 'libs', 'test/support', 'test/bench'];

let compiled: Promise<string> | null = null;

/**
 * The folder of a private build, shaped like an installed product: processes start from it as they
 * do in a town, and nobody's `dist` is touched. Made once a run where `test-suites.mjs` says where
 * and removes it; else once a test process.
 */
export function compiledProduct(): Promise<string> {
  const shared = sharedFolder();
  compiled ??= shared === null ? compile() : compileInto(shared);
  return compiled;
}

/** Ends the use of the build; a later call of `compiledProduct` makes a new one. */
export async function removeCompiledProduct(): Promise<void> {
  if (sharedFolder() !== null) return;
  const folder = await compiled;
  compiled = null;
  if (folder !== null) await rm(folder, { recursive: true, force: true });
}

function sharedFolder(): string | null {
  return process.env['TOWNLINE_TEST_BUILD'] ?? null;
}

/** Whoever is first leaves it for all: a folder that has its name is whole. */
async function compileInto(shared: string): Promise<string> {
  if (existsSync(shared)) return shared;
  const folder = await compile();
  try {
    await rename(folder, shared);
  } catch {
    await rm(folder, { recursive: true, force: true });
  }
  return shared;
}

async function compile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tl-build-'));
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const sources = (await Promise.all(COMPILED.map((name) => sourcesIn(join(ROOT, name))))).flat();
  await Promise.all(sources.map((source) => compileFile(source, join(folder, 'dist'))));
  return folder;
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(({ name }) => /\.ts$/.test(name) && !/\.(spec|d)\.ts$/.test(name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/node_modules/') && !path.includes('/console/'));
}

async function compileFile(source: string, dist: string): Promise<void> {
  const target = join(dist, relative(ROOT, source).replace(/\.ts$/, '.js'));
  const options = { ...swcOptions, sourceMaps: false, filename: source };
  const { code } = await transform(await readFile(source, 'utf8'), options);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}
