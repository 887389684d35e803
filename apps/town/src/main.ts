import { TownEvents } from '#wiring/observability/town-events';
import { readSettings } from '#wiring/settings/read-settings';
import type { Seeding } from '#wiring/staff/seed-administrator';
import { startOrExplain, stopOnSignals } from '#wiring/town/stop-on-signals';

import { openApi } from '../../api/src/open-api.js';
import { serve } from '../../api/src/serve.js';
import { type SandboxStart, TownSandbox } from './town-sandbox.js';

await startOrExplain(async () => {
  const settings = readSettings(process.env, 'town');
  const app = await openApi(settings, { works: true });
  const sandbox = new TownSandbox(app, settings);
  stopOnSignals(async (signal) => {
    app.get(TownEvents).say('town_stopping', { signal });
    await app.close();
    await sandbox.stop();
  });
  sandbox.announce();
  const { url, seeding } = await serve(app, settings);
  process.stdout.write(`\n  The town is open: ${url}\n${aboutKey(seeding, settings.dataFolder)}\n`);
  process.stdout.write(aboutSandbox(await sandbox.start(url)));
});

/** The key is shown once; later the command line finds it in the data folder. */
function aboutKey(seeding: Seeding, dataFolder: string): string {
  switch (seeding.kind) {
    case 'seeded':
      return `  Your API key, shown once:  ${seeding.key}\n  The townline command finds it in ${dataFolder}/staff.json.\n`;
    case 'known':
      return `  The townline command finds your API key in ${dataFolder}/staff.json.\n`;
    case 'kept-elsewhere':
      return '  Give the townline command your API key in TOWNLINE_KEY, with TOWNLINE_URL.\n';
  }
}

function aboutSandbox(sandbox: SandboxStart): string {
  switch (sandbox.kind) {
    case 'none':
      return '';
    case 'started':
      return `  Be a citizen in the sandbox, which reaches nobody: ${sandbox.url}\n\n`;
    case 'failed':
      return `  ${sandbox.sentence}\n\n`;
  }
}
