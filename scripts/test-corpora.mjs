/** The corpora lie outside the project: without their folder this says so and runs nothing. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (process.env.TOWNLINE_TESTDATA === undefined) {
  console.log('The corpora did not run: set TOWNLINE_TESTDATA to their folder.');
} else {
  const suites = fileURLToPath(new URL('./test-suites.mjs', import.meta.url));
  const run = spawnSync(process.execPath, [suites, 'corpora', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? 1;
}
