import { defineChannel } from '#core/channel/definition';

import { createAdapter } from './adapter.js';
import { fieldLimits } from './report-fields.js';
import { webFormSettings } from './settings.js';

/** The town's own door: a report page, or any program that posts the same fields as JSON. */
export const definition = defineChannel({
  code: 'web-form',
  title: 'Web form',
  summary: 'The report page and its status page; programs may post the same fields as JSON.',
  capabilities: {
    textLimit: { max: fieldLimits.text, unit: 'characters' },
    audience: 'private',
    grouping: 'separate',
    awaitsRegistration: true,
    receipts: 'none',
    idempotency: 'key',
    absence: 'proof',
    attachments: { inbound: false, outbound: true },
    acknowledges: true,
    consent: 'none',
  },
  settings: webFormSettings,
  defaultAccount: { code: 'web', title: 'Web form', settings: {} },
  create: createAdapter,
});
