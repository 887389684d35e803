/**
 * Runs the `townline` command from a checkout. What it needs is compiled first when it is missing
 * or older than the sources; the compiler speaks on stderr, so that stdout is the command's alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/apps/cli/src/main.js');
const stamp = join(root, 'dist/.townline-built');

process.env.INIT_CWD ??= process.cwd();
if (!isFresh() && !build()) process.exit(1);
process.setSourceMapsEnabled(true);
process.argv[1] = program;
await import(pathToFileURL(program).href);

function isFresh() {
  const built = Math.max(
    changedAt(stamp),
    changedAt(join(root, 'dist/tsconfig.build.tsbuildinfo')),
  );
  const sources = ['apps', 'libs', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];
  return existsSync(program) && sources.every((name) => newest(join(root, name)) <= built);
}

function build() {
  const typescript = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  const startedAt = new Date();
  const run = spawnSync(process.execPath, [typescript, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) return false;
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  return true;
}

function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return changedAt(path);
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .reduce((latest, entry) => Math.max(latest, changedAt(join(entry.parentPath, entry.name))), 0);
}

function changedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}
