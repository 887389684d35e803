import type { ChannelHealth } from '#core/channel/adapter';

import {
  type CheckedAccount,
  checkPublicAddress,
  type CheckStep,
  checkTwilioAccount,
  checkTwilioNumber,
  type NumberUse,
  passed,
} from '../twilio-check.js';
import { type AccountParts, ownWebhook } from './account-parts.js';

/** Signs in, looks the number up and sees where its messages go; ends where nothing more can be known. */
export async function check(parts: AccountParts, signal: AbortSignal): Promise<ChannelHealth> {
  const checked = { settings: parts.settings, webhook: ownWebhook(parts) };
  const signIn = await checkTwilioAccount(checked, signal);
  const steps = signIn.passed
    ? [signIn, checkPublicAddress(checked), ...(await checkNumber(parts, checked, signal))]
    : [signIn];
  return { healthy: steps.every((step) => step.passed), steps };
}

const texts: NumberUse = {
  what: 'Messages',
  label: 'A message comes in',
  consequence: 'Until then they arrive by the list only.',
  goesTo: ({ smsUrl: url, smsMethod: method }) => ({ url, method }),
};

/** A messaging service has its own webhook, which the API for numbers does not show. */
async function checkNumber(
  { settings }: AccountParts,
  checked: CheckedAccount,
  signal: AbortSignal,
): Promise<CheckStep[]> {
  const { number, messagingServiceSid } = settings;
  const lookYourself = passed(
    'webhook',
    `A messaging service says where messages go: see in the console that it is ${checked.webhook}, HTTP POST.`,
  );
  if (number === undefined) return [lookYourself];
  if (messagingServiceSid === undefined) return checkTwilioNumber(checked, number, texts, signal);
  const steps = await checkTwilioNumber(checked, number, null, signal);
  return steps.every((step) => step.passed) ? [...steps, lookYourself] : steps;
}
