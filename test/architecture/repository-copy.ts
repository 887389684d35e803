import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { repository } from './repository.js';

const parts = ['apps', 'libs', 'test', 'examples', 'scripts', 'package.json', 'tsconfig.json'];
const others = ['tsconfig.build.json', 'jest.config.mjs'];
const leftOut = /\/(node_modules|dist|data)(\/|$)/;
const channelsFolder = 'libs/channels/src';
const registration = `${channelsFolder}/registration.ts`;

export interface TestRun {
  readonly passed: boolean;
  readonly names: readonly string[];
  /** What the run printed, for a person who must find out. */
  readonly output: string;
}

/** A copy of the sources in a folder of its own, to break without harm. */
export class RepositoryCopy {
  private constructor(readonly root: string) {}

  static async make(): Promise<RepositoryCopy> {
    // The compiler names files by their real path.
    const root = await realpath(await mkdtemp(join(tmpdir(), 'townline-copy-')));
    const present = [...parts, ...others].filter((part) => existsSync(join(repository, part)));
    const filter = (source: string) => !leftOut.test(source.slice(repository.length - 1));
    for (const part of present) {
      await cp(join(repository, part), join(root, part), { recursive: true, filter });
    }
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
    return new RepositoryCopy(root);
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }

  /** Deletes a channel the way a person would: its folder, its line, and the tests in its name. */
  async unplug(code: string): Promise<void> {
    const folders = [`${channelsFolder}/${code}`, ...testFoldersOf(code)];
    for (const folder of folders) await rm(join(this.root, folder), { recursive: true });
    await this.editRegistration((lines) => lines.filter((line) => !line.includes(`./${code}/`)));
  }

  /** Adds a channel the way a person would: a copied folder and a line. */
  async plug(source: string, code: string): Promise<void> {
    await cp(join(this.root, source), join(this.root, channelsFolder, code), { recursive: true });
    const added = `  (await import('./${code}/definition.js')).definition,`;
    await this.editRegistration((lines) => lines.toSpliced(lines.lastIndexOf('];'), 0, added));
  }

  async restoreChannels(): Promise<void> {
    await rm(join(this.root, channelsFolder), { recursive: true });
    const codes = readdirSync(join(repository, channelsFolder));
    for (const folder of [channelsFolder, ...codes.flatMap(testFoldersOf)]) {
      await cp(join(repository, folder), join(this.root, folder), { recursive: true });
    }
  }

  leave(path: string, content: string): Promise<void> {
    return writeFile(join(this.root, path), content);
  }

  take(path: string): Promise<void> {
    return rm(join(this.root, path));
  }

  /** What the registration list holds when a process loads it. */
  async registeredChannels(): Promise<string[]> {
    const list = "(await import('#channels/registration')).channels.map(({ code }) => code)";
    const program = ['--input-type=module', '-e', `console.log((${list}).join(' '))`];
    const loader = pathToFileURL(join(this.root, 'scripts/typescript.mjs')).href;
    const printed = await run(this.root, ['--import', loader, ...program]);
    return printed.trim().split(' ');
  }

  /** Runs suites in the copy: `['contract', 'test/contract/channels']`. */
  async test(...suitesAndPaths: readonly string[]): Promise<TestRun> {
    const report = join(this.root, 'test-run.json');
    const reporting = ['--json', `--outputFile=${report}`, '--watchman=false'];
    const output = await run(this.root, [
      'scripts/test-suites.mjs',
      ...suitesAndPaths,
      ...reporting,
    ]);
    const { success, testResults } = JSON.parse(await readFile(report, 'utf8')) as JestReport;
    await rm(report);
    const tests = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status !== 'pending');
    return { passed: success, names: tests.map(({ fullName }) => fullName), output };
  }

  private async editRegistration(edit: (lines: string[]) => string[]): Promise<void> {
    const path = join(this.root, registration);
    const before = (await readFile(path, 'utf8')).split('\n');
    const after = edit(before);
    if (Math.abs(after.length - before.length) !== 1) {
      throw new Error(`A channel is one line of ${registration}; this changes another number.`);
    }
    await writeFile(path, after.join('\n'));
  }
}

interface JestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

async function run(folder: string, given: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, given, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => printed.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => printed.push(bytes));
  await new Promise((resolve) => child.on('close', resolve));
  return Buffer.concat(printed).toString('utf8');
}

/** `test/services/email` and its like: what tests one channel from outside of its folder. */
function testFoldersOf(code: string): string[] {
  return readdirSync(join(repository, 'test'))
    .map((suite) => `test/${suite}/${code}`)
    .filter((folder) => existsSync(join(repository, folder)));
}
