import { defineChannel } from '#core/channel/definition';

import { numberBilling, numberPacing } from '../number-limits.js';
import { typedPhone } from '../typed-phone.js';
import { createAdapter } from './adapter.js';
import { MAX_SPOKEN_CHARACTERS } from './limits.js';
import { sandboxAccount } from './sandbox.js';
import { voiceTwilioSettings } from './settings.js';

export const definition = defineChannel({
  code: 'voice-twilio',
  title: 'Phone calls (Twilio)',
  summary: 'Answers calls by opening hours, takes voicemail and emergencies, and calls staff.',
  capabilities: {
    textLimit: { max: MAX_SPOKEN_CHARACTERS, unit: 'characters' },
    audience: 'private',
    grouping: 'separate',
    awaitsRegistration: false,
    receipts: 'delivered',
    idempotency: 'none',
    absence: 'proof',
    attachments: { inbound: true, outbound: false },
    acknowledges: false,
    consent: 'none',
    reaches: 'staff',
  },
  settings: voiceTwilioSettings,
  sandboxAccount,
  pacing: numberPacing,
  billing: numberBilling,
  readAddress: typedPhone('voice'),
  create: createAdapter,
});
