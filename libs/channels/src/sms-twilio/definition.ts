import { defineChannel } from '#core/channel/definition';

import { numberBilling, numberPacing, phoneBlocks } from '../number-limits.js';
import { typedPhone } from '../typed-phone.js';
import { createAdapter } from './adapter.js';
import { MAX_SEGMENTS } from './limits.js';
import { sandboxAccount } from './sandbox.js';
import { smsTwilioSettings } from './settings.js';

export const definition = defineChannel({
  code: 'sms-twilio',
  title: 'Text messages (Twilio)',
  summary: 'Takes texts and pictures sent to the town’s number, and answers as texts.',
  capabilities: {
    textLimit: { max: MAX_SEGMENTS, unit: 'sms-segments' },
    audience: 'private',
    grouping: 'conversation',
    awaitsRegistration: false,
    receipts: 'delivered',
    idempotency: 'none',
    absence: 'proof',
    // A file is sent by an address that the carrier fetches; the town publishes none.
    attachments: { inbound: true, outbound: false },
    acknowledges: true,
    addressBlocks: phoneBlocks,
    consent: 'keywords',
  },
  settings: smsTwilioSettings,
  sandboxAccount,
  pacing: numberPacing,
  billing: numberBilling,
  readAddress: typedPhone('phone'),
  create: createAdapter,
});
