import type { ChannelHealth } from '#core/channel/adapter';

import { askTwilio, type TwilioAnswer } from '../twilio-client.js';
import { twilioFault } from '../twilio-errors.js';
import { type AccountParts, canBeCalled, ownWebhook } from './account-parts.js';

type Step = ChannelHealth['steps'][number];

/** Signs in, looks the number up and sees where its messages go; ends where nothing more can be known. */
export async function check(parts: AccountParts, signal: AbortSignal): Promise<ChannelHealth> {
  const signIn = await checkAccount(parts, signal);
  const steps = signIn.passed
    ? [signIn, checkAddress(parts), ...(await checkNumber(parts, signal))]
    : [signIn];
  return { healthy: steps.every(({ passed }) => passed), steps };
}

async function checkAccount({ settings }: AccountParts, signal: AbortSignal): Promise<Step> {
  const step = 'account';
  const answer = await askTwilio(settings, signal, ({ api }) =>
    api.v2010.accounts(settings.accountSid).fetch(),
  );
  if (answer.kind !== 'answered') return failed(step, remedyOf(answer));
  const status: string = answer.value.status;
  return status === 'active'
    ? passed(step, 'The provider accepts the account SID and the first auth token.')
    : failed(step, `The account is ${status}: open the console of the provider and settle why.`);
}

function checkAddress(parts: AccountParts): Step {
  const step = 'public address';
  return canBeCalled(parts)
    ? passed(step, `The provider calls ${ownWebhook(parts)}.`)
    : failed(
        step,
        `The provider cannot call ${ownWebhook(parts)}: set publicUrl, or the town’s TOWNLINE_PUBLIC_URL, to its https address.`,
      );
}

/** A messaging service has its own webhook, which the API for numbers does not show. */
async function checkNumber(parts: AccountParts, signal: AbortSignal): Promise<Step[]> {
  const { settings } = parts;
  const { number, messagingServiceSid } = settings;
  const webhook = ownWebhook(parts);
  if (number === undefined) return [passed('webhook', lookYourself(webhook))];
  const answer = await askTwilio(settings, signal, ({ incomingPhoneNumbers }) =>
    incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 }),
  );
  if (answer.kind !== 'answered') return [failed('number', remedyOf(answer))];
  const [found] = answer.value;
  if (found === undefined) {
    return [failed('number', `The account has no number ${number}: buy it, or correct number.`)];
  }
  const exists = passed('number', `${number} belongs to the account.`);
  if (messagingServiceSid !== undefined) return [exists, passed('webhook', lookYourself(webhook))];
  const calls = withoutOverrides(found.smsUrl);
  if (calls === webhook && found.smsMethod === 'POST') {
    return [exists, passed('webhook', 'What comes to the number is brought here.')];
  }
  const now = calls === '' ? 'nowhere' : `to ${calls} by ${found.smsMethod}`;
  const remedy = `Messages to the number go ${now}: set “A message comes in” of the number to ${webhook}, HTTP POST. Until then they arrive by the list only.`;
  return [exists, failed('webhook', remedy)];
}

function lookYourself(webhook: string): string {
  return `A messaging service says where messages go: see in the console that it is ${webhook}, HTTP POST.`;
}

/** Connection overrides stand behind `#`; the address before it is what is called. */
function withoutOverrides(url: string | null): string {
  return (url ?? '').replace(/#.*$/, '');
}

function remedyOf(answer: Exclude<TwilioAnswer<unknown>, { readonly kind: 'answered' }>): string {
  if (answer.kind === 'broken') {
    return `The provider is not reached (${answer.reason}): look at apiBaseUrl and the way out of this machine.`;
  }
  const fault = twilioFault(answer.code)?.reason ?? `it answered ${answer.status}`;
  return `The provider refuses (${fault}): copy accountSid and authTokens from its console.`;
}

function passed(step: string, detail: string): Step {
  return { step, passed: true, detail };
}

function failed(step: string, detail: string): Step {
  return { step, passed: false, detail };
}
