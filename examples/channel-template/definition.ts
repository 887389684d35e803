import { defineChannel } from '#core/channel/definition';

import { createAdapter } from './adapter.js';
import { MAX_TEXT_CHARACTERS } from './limits.js';
import { templateSettings } from './settings.js';

/**
 * A channel to start from: an invented provider that calls a webhook and has an API for sending.
 * Copy this folder to `libs/channels/src/<code>`, add its line to `libs/channels/src/registration.ts`
 * and change one file at a time; `npm test` tells what is still missing.
 *
 * `definition.ts` is the only file that anybody outside imports, besides `samples.ts` in the tests.
 */
export const definition = defineChannel({
  // Stands in database rows for good, and is the name of the folder.
  code: 'channel-template',
  title: 'Channel template',
  summary: 'An invented provider with a webhook and a send API, to copy a new channel from.',
  // Nobody ever asks which channel this is: the core reads these facts. Claim only what is true,
  // because the contract suite demands everything that is claimed.
  capabilities: {
    textLimit: { max: MAX_TEXT_CHARACTERS, unit: 'characters' },
    audience: 'private',
    grouping: 'conversation',
    awaitsRegistration: false,
    receipts: 'none',
    idempotency: 'key',
    absence: 'proof',
    attachments: { inbound: false, outbound: false },
    acknowledges: true,
    consent: 'none',
  },
  settings: templateSettings,
  create: createAdapter,
});
