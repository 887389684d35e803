import type { FaultKind } from '../fault-board.js';

/** What can go wrong before a send is looked at. */
export const refusalFaults = ['throttle', 'throttle-wait', 'error-before'] as const;
/** What a send that is right in itself can be refused with. */
export const recipientFaults = ['pair-rate', 'window-closed', 'undeliverable'] as const;
/** What can go wrong after a send was accepted. */
export const answerFaults = ['error-after', 'withhold'] as const;
/** What can become of an accepted send. */
export const statusFaults = [
  'undeliverable-later',
  'window-closed-later',
  'read-only',
  'statuses-reversed',
  'statuses-together',
  'statuses-twice',
] as const;
/** What can be odd about the citizen's next message. */
export const writerFaults = ['three-days-late', 'username-only'] as const;
/** What can happen to it on its way. */
export const wayFaults = ['twice', 'reordered', 'together'] as const;
/** What can happen when the town fetches a picture. */
export const mediaFaults = ['media-gone'] as const;

export type StatusFault = (typeof statusFaults)[number];
export type WayFault = (typeof wayFaults)[number];
type WhatsAppFault =
  | (typeof refusalFaults)[number]
  | (typeof recipientFaults)[number]
  | (typeof answerFaults)[number]
  | StatusFault
  | (typeof writerFaults)[number]
  | WayFault
  | (typeof mediaFaults)[number];

const words: Readonly<Record<WhatsAppFault, readonly [title: string, explanation: string]>> = {
  throttle: [
    'Too many messages (429, 130429)',
    'The town is told to slow down, and not for how long.',
  ],
  'throttle-wait': [
    'Too many messages, come again in a second (429 with Retry-After)',
    'The town is told to slow down, and for how long.',
  ],
  'error-before': ['Fail, nothing taken (500, 131000)', 'The message is lost; the town is told.'],
  'error-after': [
    'Take the message, then fail (502)',
    'The message reaches the citizen; the answer gets lost on the way, and the town cannot know.',
  ],
  withhold: [
    'Take the message and never say so',
    'The answer is withheld until the town gives up waiting.',
  ],
  'pair-rate': [
    'Too fast for one person (131056)',
    'Only one message in six seconds goes to the same person.',
  ],
  'window-closed': [
    'Refuse: 24 hours are over (131047)',
    'As if the citizen had been silent for a day: only a template may go out.',
  ],
  'window-closed-later': [
    'Take the message, then say that 24 hours are over',
    'The send is accepted; a status webhook says that it failed (131047).',
  ],
  undeliverable: ['Refuse: cannot be delivered (131026)', 'The number has no WhatsApp.'],
  'undeliverable-later': [
    'Take the message, then say that it cannot be delivered',
    'The send is accepted; a status webhook says that it failed (131026).',
  ],
  'read-only': [
    'Say read, never delivered',
    'The citizen had the chat open: the status delivered is left out.',
  ],
  'statuses-reversed': ['Say delivered before sent', 'Statuses come in no order.'],
  'statuses-together': ['Say sent and delivered in one call', 'Two statuses in one webhook.'],
  'statuses-twice': ['Say everything twice', 'Each status comes a second time.'],
  'three-days-late': [
    "Bring the citizen's next message three days late",
    'It was written three days ago and comes now, as after many retries.',
  ],
  'username-only': [
    'Hide the number of who writes next',
    'The citizen took a username: the webhook has a business-scoped user id and no number.',
  ],
  twice: ["Bring the citizen's next message twice", 'It must stay one message.'],
  reordered: [
    "Bring the citizen's next message after the one that follows",
    'It waits for the next message, at most 20 seconds.',
  ],
  together: [
    "Bring the citizen's next two messages in one call",
    'The first waits for the second, at most 20 seconds.',
  ],
  'media-gone': ['Lose the next picture (404)', 'Its address leads to nothing.'],
};

export const whatsAppFaults: readonly FaultKind[] = Object.entries(words).map(
  ([code, [title, explanation]]) => ({ code, title, explanation }),
);
