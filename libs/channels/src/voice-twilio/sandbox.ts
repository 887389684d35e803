import type { SandboxAccount } from '#core/channel/definition';

import { SANDBOX_NUMBER, sandboxTwilioFields } from '../twilio-sandbox.js';
import type { voiceTwilioSettings } from './settings.js';

/** Calls to and from the phone in the sandbox. */
export const sandboxAccount: SandboxAccount<typeof voiceTwilioSettings> = {
  code: 'voice',
  title: 'Phone calls (sandbox)',
  settings: (place) => ({ ...sandboxTwilioFields(place), number: SANDBOX_NUMBER }),
};
