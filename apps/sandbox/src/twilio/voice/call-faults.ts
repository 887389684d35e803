import type { FaultKind } from '../../fault-board.js';

/** Before and around the acceptance of a call of the town. */
export const orderFaults = [
  'calls-rate-limited',
  'calls-error-before',
  'calls-error-after',
] as const;
/** On the phone that is called. */
export const phoneFaults = ['calls-busy', 'calls-unanswered'] as const;

export const callFaults: readonly FaultKind[] = [
  {
    code: 'calls-rate-limited',
    title: 'Refuse a call of the town: too many (429)',
    explanation: 'Error 20429: it may come again.',
  },
  {
    code: 'calls-error-before',
    title: 'Fail before a call of the town is accepted (503)',
    explanation: 'Nobody is called.',
  },
  {
    code: 'calls-error-after',
    title: 'Fail after a call of the town was accepted (500)',
    explanation: 'The phone rings, and the town cannot know. It must not ring a second time.',
  },
  {
    code: 'calls-busy',
    title: 'Find the line busy',
    explanation: 'The next call of the town ends at once: the town tries another way.',
  },
  {
    code: 'calls-unanswered',
    title: 'Let the phone ring',
    explanation: 'Nobody answers the next call of the town.',
  },
];
