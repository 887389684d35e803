import type { ChannelHealth } from '#core/channel/adapter';

import { askTwilio } from '../twilio-client.js';
import type { VoiceTwilioSettings } from './settings.js';

/** Whether the account and its token work. */
export async function check(
  settings: VoiceTwilioSettings,
  signal: AbortSignal,
): Promise<ChannelHealth> {
  const answer = await askTwilio(settings, signal, (client) =>
    client.calls.list({ from: settings.number, limit: 1, pageSize: 1 }),
  );
  const passed = answer.kind === 'answered';
  const detail = passed
    ? 'the account and its first auth token work'
    : 'the calls of the account cannot be read: check accountSid, the first of authTokens and apiBaseUrl';
  return { healthy: passed, steps: [{ step: 'credentials', passed, detail }] };
}
