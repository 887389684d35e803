import type { ChannelHealth } from '#core/channel/adapter';

import { askTwilio, type TwilioAnswer, type TwilioClient } from './twilio-client.js';
import { twilioFault } from './twilio-errors.js';
import { canBeCalledAt, type TwilioAccount } from './twilio-settings.js';

export type CheckStep = ChannelHealth['steps'][number];

/** An account as it is checked, with the address that the provider is to call for it. */
export interface CheckedAccount {
  readonly settings: Pick<TwilioAccount, 'accountSid' | 'authTokens' | 'apiBaseUrl'>;
  readonly webhook: string;
}

type NumberResource = Awaited<ReturnType<TwilioClient['incomingPhoneNumbers']['list']>>[number];

/** What the console says of a number, for one kind of what comes to it. */
export interface NumberUse {
  /** What comes, as `Messages`. */
  readonly what: string;
  /** Its label in the console. */
  readonly label: string;
  /** What follows while it goes elsewhere. */
  readonly consequence: string;
  readonly goesTo: (found: NumberResource) => {
    readonly url: string | null;
    readonly method: string | null;
  };
}

export async function checkTwilioAccount(
  { settings }: CheckedAccount,
  signal: AbortSignal,
): Promise<CheckStep> {
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

export function checkPublicAddress({ settings, webhook }: CheckedAccount): CheckStep {
  const step = 'public address';
  return canBeCalledAt(webhook, settings)
    ? passed(step, `The provider calls ${webhook}.`)
    : failed(
        step,
        `The provider cannot call ${webhook}: set publicUrl, or the town’s TOWNLINE_PUBLIC_URL, to its https address.`,
      );
}

/** Whether the number is of the account, and where what comes to it goes; null: somebody else says where. */
export async function checkTwilioNumber(
  { settings, webhook }: CheckedAccount,
  number: string,
  use: NumberUse | null,
  signal: AbortSignal,
): Promise<CheckStep[]> {
  const answer = await askTwilio(settings, signal, ({ incomingPhoneNumbers }) =>
    incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 }),
  );
  if (answer.kind !== 'answered') return [failed('number', remedyOf(answer))];
  const [found] = answer.value;
  if (found === undefined) {
    return [failed('number', `The account has no number ${number}: buy it, or correct number.`)];
  }
  const exists = passed('number', `${number} belongs to the account.`);
  return use === null ? [exists] : [exists, checkUse(found, use, webhook)];
}

export function passed(step: string, detail: string): CheckStep {
  return { step, passed: true, detail };
}

function checkUse(found: NumberResource, use: NumberUse, webhook: string): CheckStep {
  const { what, label, consequence } = use;
  const { url, method } = use.goesTo(found);
  const calls = withoutOverrides(url);
  if (calls === webhook && method === 'POST') {
    return passed('webhook', `${what} to the number are brought here.`);
  }
  const now = calls === '' ? 'nowhere' : `to ${calls} by ${method ?? 'POST'}`;
  return failed(
    'webhook',
    `${what} to the number go ${now}: set “${label}” of the number to ${webhook}, HTTP POST. ${consequence}`,
  );
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

function failed(step: string, detail: string): CheckStep {
  return { step, passed: false, detail };
}
