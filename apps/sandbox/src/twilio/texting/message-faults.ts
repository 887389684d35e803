import type { FaultKind } from '../../fault-board.js';

/** Before the town's text is accepted. */
export const refusals = [
  'rate-limited',
  'rate-limited-later',
  'error-before',
  'credentials',
  'unverified',
  'landline',
] as const;
/** Once it is accepted, around the answer. */
export const lostAnswers = ['error-after', 'withhold'] as const;
/** On the carrier's network. */
export const carrierFaults = [
  'carrier-30003',
  'carrier-30005',
  'carrier-30007',
  'carrier-30008',
] as const;
/** Around the status callbacks. */
export const statusFaults = ['statuses-reversed', 'statuses-twice', 'statuses-missing'] as const;
/** What can happen to a text of a citizen on its way. */
export const wayFaults = ['missed', 'three-days-late', 'reordered', 'twice'] as const;
export const mediaFaults = ['media-404'] as const;
export const listFaults = ['list-error'] as const;

export type Refusal = (typeof refusals)[number];
export type CarrierFault = (typeof carrierFaults)[number];

type MessageFault =
  | Refusal
  | (typeof lostAnswers)[number]
  | CarrierFault
  | (typeof statusFaults)[number]
  | (typeof wayFaults)[number]
  | (typeof mediaFaults)[number]
  | (typeof listFaults)[number];

const words: Readonly<Record<MessageFault, readonly [title: string, explanation: string]>> = {
  'rate-limited': ['Refuse a text: too many (429)', 'Error 20429, without a word on when to come.'],
  'rate-limited-later': [
    'Refuse a text: too many, come later (429)',
    'Error 20429 with Retry-After: 2 seconds.',
  ],
  'error-before': ['Fail before a text is accepted (503)', 'Nothing was taken: it may come again.'],
  credentials: ['Refuse the credentials (401)', 'Error 20003: nothing more can be sent.'],
  unverified: ['Refuse an unverified number (400)', 'Error 21608, as trial accounts get it.'],
  landline: ['Refuse a landline (400)', "Error 21614: that number can't get texts."],
  'error-after': [
    'Fail after a text was accepted (500)',
    'The citizen gets it, and the town cannot know. It must not arrive a second time.',
  ],
  withhold: [
    'Accept a text and never say so',
    'The answer is withheld until the town gives up waiting. It must not arrive a second time.',
  ],
  'carrier-30003': ['Phone is off (30003)', 'Accepted, then undelivered: unreachable handset.'],
  'carrier-30005': ['Unknown number (30005)', 'Accepted, then undelivered: no such handset.'],
  'carrier-30007': [
    'Filtered by the carrier (30007)',
    'Accepted, then undelivered: taken as spam.',
  ],
  'carrier-30008': ['Lost on the way (30008)', 'Accepted, then undelivered: nobody knows why.'],
  'statuses-reversed': [
    'Report states in reverse order',
    'The town hears "delivered" before "sent": its own state must only go forward.',
  ],
  'statuses-twice': ['Report each state twice', 'The same callback comes again.'],
  'statuses-missing': ['Report no states', 'No status callback comes at all.'],
  missed: [
    "Lose the webhook of the citizen's next text",
    'It lies in the list of messages only: the town finds it when it looks there.',
  ],
  'three-days-late': [
    "Deliver the citizen's next text three days late",
    'It was sent three days ago and arrives now.',
  ],
  reordered: [
    "Let the citizen's next text be overtaken",
    'Its webhook waits until the next text has arrived, ten seconds at most.',
  ],
  twice: ["Deliver the citizen's next text twice", 'The same message id comes again.'],
  'media-404': ['Lose a picture (404)', 'The next picture that the town fetches is not there.'],
  'list-error': ['Fail to list messages (503)', 'The town looks for what it missed, in vain.'],
};

export const messageFaults: readonly FaultKind[] = Object.entries(words).map(
  ([code, [title, explanation]]) => ({ code, title, explanation }),
);
