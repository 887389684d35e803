/**
 * Runs Jest over the named suites: `node scripts/test-suites.mjs [--services] SUITE… [Jest arguments]`.
 * The first argument that is no suite's name, and all after it, go to Jest unchanged.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [services, given] = takeFlag(process.argv.slice(2), '--services');
const end = given.findIndex((argument) => !/^[a-z0-9]+$/.test(argument));
const suites = end === -1 ? given : given.slice(0, end);
const jestArguments = end === -1 ? [] : given.slice(end);

// Made by the first spec that starts the product, for all of this run.
const build = join(tmpdir(), `tl-build-of-${process.pid}`);
const env = {
  ...process.env,
  TOWNLINE_TEST_SUITES: suites.join(' '),
  TOWNLINE_TEST_BUILD: build,
};
if (services) env.TOWNLINE_TEST_SERVICES = '1';
else delete env.TOWNLINE_TEST_SERVICES;

const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const run = spawn(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...jestArguments],
  { stdio: 'inherit', env },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => run.kill(signal));
run.on('exit', (code) => {
  rmSync(build, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});

function takeFlag(values, flag) {
  return [values.includes(flag), values.filter((value) => value !== flag)];
}
