import type { Refusal } from './refusal.js';

/** What staff read about an answer that did not arrive, and what they can do. */
export interface RefusalWords {
  readonly reason: string;
  readonly remedy: string;
}

const answerAgain = 'or answer again in other words.';
const call = 'Call the citizen and log it with `request call`';

export const refusalWords: Readonly<Record<Refusal, RefusalWords>> = {
  'opted-out': {
    reason: 'the citizen opted out',
    remedy: `${call}; they can text START to get texts again.`,
  },
  'window-closed': {
    reason: 'the citizen wrote too long ago for an answer there',
    remedy: `${call}; when they write again, an answer can leave there.`,
  },
  'recipient-gone': {
    reason: 'the address takes no messages any more',
    remedy: `${call}, and ask them for another address.`,
  },
  'out-of-reach': {
    reason: 'the citizen’s device was off or out of reach',
    remedy: `${call}, or answer again later.`,
  },
  unexplained: {
    reason: 'the provider could not deliver it and knows no reason',
    remedy: `${call}, ${answerAgain}`,
  },
  rejected: {
    reason: 'the provider did not take it',
    remedy: `Mend what the reason names and send it with \`request resend\`, ${answerAgain}`,
  },
  'given-up': {
    reason: 'it could not be sent for too long',
    remedy: `Check the account with \`channel check\` and send it with \`request resend\`, ${answerAgain}`,
  },
  'not-delivered': {
    reason: 'the provider took it and could not deliver it',
    remedy: `${call}, ${answerAgain}`,
  },
  'not-confirmed': {
    reason: 'nobody knows whether it arrived',
    remedy: `Look at the provider's own list: send it with \`request resend\` only when it is not there; else \`request handled\`.`,
  },
};
