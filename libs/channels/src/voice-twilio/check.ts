import type { ChannelHealth } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import {
  checkPublicAddress,
  checkTwilioAccount,
  checkTwilioNumber,
  type NumberUse,
} from '../twilio-check.js';
import { webhookAddress } from '../twilio-settings.js';
import type { VoiceTwilioSettings } from './settings.js';

/** Signs in, looks the number up and sees where its calls go. */
export async function check(
  settings: VoiceTwilioSettings,
  { account, publicUrl }: Pick<ChannelTools, 'account' | 'publicUrl'>,
  signal: AbortSignal,
): Promise<ChannelHealth> {
  const webhook = webhookAddress(settings.publicUrl ?? publicUrl, account.code);
  const checked = { settings, webhook };
  const signIn = await checkTwilioAccount(checked, signal);
  const steps = signIn.passed
    ? [
        signIn,
        checkPublicAddress(checked),
        ...(await checkTwilioNumber(checked, settings.number, calls, signal)),
      ]
    : [signIn];
  return { healthy: steps.every(({ passed }) => passed), steps };
}

const calls: NumberUse = {
  what: 'Calls',
  label: 'A call comes in',
  consequence: 'Until then nobody here hears them, and no voicemail becomes a request.',
  goesTo: ({ voiceUrl: url, voiceMethod: method }) => ({ url, method }),
};
