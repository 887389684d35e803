import { createInterface } from 'node:readline';

import { type OpenSandbox, openSandbox } from './open-sandbox.js';
import { sandboxOrder } from './order.js';

const FAILED = 1;

/**
 * Reads one line of order, says one line of answer (`{"url":…}` or `{"fault":…}`), and lives until its
 * standard input ends: that is when the town that started it has ended, in whatever way.
 */
const lines = createInterface({ input: process.stdin });
let sandbox: Promise<OpenSandbox> | null = null;
lines.once('line', (line) => {
  sandbox = begin(line);
});
lines.once('close', () => {
  void (sandbox ?? Promise.resolve(null)).then(end, () => process.exit(FAILED));
});
// Ctrl+C reaches the town as well, and what the town still sends shall arrive.
process.on('SIGINT', () => undefined);

async function begin(line: string): Promise<OpenSandbox> {
  const opened = await openSandbox(sandboxOrder.parse(JSON.parse(line)));
  const answer = opened.kind === 'open' ? { url: opened.sandbox.url } : { fault: opened.sentence };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (opened.kind === 'failed') process.exit(FAILED);
  return opened.sandbox;
}

async function end(opened: OpenSandbox | null): Promise<void> {
  await opened?.close();
  process.exit(0);
}
