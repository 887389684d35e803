import { defineChannel } from '#core/channel/definition';

import { createAdapter } from './adapter.js';
import { phoneLogSettings } from './settings.js';

/** Calls that people of the town took and wrote down: `call log`. */
export const definition = defineChannel({
  code: 'phone-log',
  title: 'Phone log',
  summary: 'Calls that staff take and log; the caller is told the number before the call ends.',
  capabilities: {
    textLimit: { max: 20_000, unit: 'characters' },
    audience: 'private',
    grouping: 'separate',
    awaitsRegistration: true,
    receipts: 'none',
    idempotency: 'none',
    absence: 'proof',
    attachments: { inbound: false, outbound: false },
    acknowledges: false,
    consent: 'none',
    reaches: 'nobody',
  },
  settings: phoneLogSettings,
  defaultAccount: { code: 'calls', title: 'Phone log', settings: {} },
  create: createAdapter,
});
