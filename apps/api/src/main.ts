import { TownEvents } from '#wiring/observability/town-events';
import { readSettings } from '#wiring/settings/read-settings';
import { startOrExplain, stopOnSignals } from '#wiring/town/stop-on-signals';

import { openApi } from './open-api.js';
import { serve } from './serve.js';

await startOrExplain(async () => {
  const settings = readSettings(process.env, 'service');
  const app = await openApi(settings, { works: false });
  stopOnSignals(async (signal) => {
    app.get(TownEvents).say('town_stopping', { signal });
    await app.close();
  });
  await serve(app, settings);
});
