import type { SandboxAccount } from '#core/channel/definition';

import { SANDBOX_NUMBER, sandboxTwilioFields } from '../twilio-sandbox.js';
import type { smsTwilioSettings } from './settings.js';

/** Texts to and from the phone in the sandbox. */
export const sandboxAccount: SandboxAccount<typeof smsTwilioSettings> = {
  code: 'sms',
  title: 'Text messages (sandbox)',
  settings: (place) => ({ ...sandboxTwilioFields(place), number: SANDBOX_NUMBER }),
};
