import { defineChannel } from '#core/channel/definition';

import { createAdapter } from './adapter.js';
import { MAX_TEXT_CHARACTERS } from './limits.js';
import { loopbackSettings } from './settings.js';

/**
 * The shipped null channel: it reaches nobody. It implements every function of the port, so it shows
 * how a channel works, trains people without disturbing anybody, and carries the benchmarks.
 */
export const definition = defineChannel({
  code: 'loopback',
  title: 'Loopback',
  summary: 'Takes signed events and keeps what is sent in a ledger of its own: training and tests.',
  capabilities: {
    textLimit: { max: MAX_TEXT_CHARACTERS, unit: 'characters' },
    audience: 'private',
    grouping: 'conversation',
    awaitsRegistration: false,
    receipts: 'delivered',
    idempotency: 'key',
    absence: 'proof',
    attachments: { inbound: true, outbound: false },
    acknowledges: true,
    consent: 'none',
  },
  settings: loopbackSettings,
  create: createAdapter,
});
