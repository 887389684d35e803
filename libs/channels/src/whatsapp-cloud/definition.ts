import { defineChannel } from '#core/channel/definition';

import { numberBilling, numberPacing, phoneBlocks } from '../number-limits.js';
import { createAdapter } from './adapter.js';
import { MAX_TEXT_CHARACTERS } from './limits.js';
import { sandboxAccount } from './sandbox.js';
import { whatsAppSettings } from './settings.js';

export const definition = defineChannel({
  code: 'whatsapp-cloud',
  title: 'WhatsApp',
  summary:
    'Takes messages of the WhatsApp Cloud API and answers there; after 24 hours with a template.',
  capabilities: {
    textLimit: { max: MAX_TEXT_CHARACTERS, unit: 'characters' },
    audience: 'private',
    grouping: 'conversation',
    awaitsRegistration: false,
    receipts: 'delivered',
    idempotency: 'none',
    absence: 'hint',
    // It takes files of a few types only, each as a message of its own.
    attachments: { inbound: true, outbound: false },
    acknowledges: true,
    addressBlocks: phoneBlocks,
    consent: 'keywords',
  },
  settings: whatsAppSettings,
  sandboxAccount,
  pacing: numberPacing,
  billing: numberBilling,
  create: createAdapter,
});
