import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

const program = process.env['TOWNLINE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** A headless Chromium of the system; when it is missing, says how to get it. */
export async function openChromium(): Promise<Browser> {
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: apt-get install chromium`);
  }
  return chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
