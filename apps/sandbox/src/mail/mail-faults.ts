import type { FaultKind } from '../fault-board.js';

/** What can go wrong before the town's mail is accepted, in the order of an SMTP session. */
export const recipientFaults = ['refuse-later', 'refuse'] as const;
/** What can go wrong around the final dot, and afterwards. */
export const messageFaults = [
  'cut-before',
  'cut-after',
  'withhold',
  'bounce',
  'out-of-office',
] as const;
/** What can happen to the mail of a citizen on its way. */
export const wayFaults = ['twice'] as const;

type MailFault =
  (typeof recipientFaults)[number] | (typeof messageFaults)[number] | (typeof wayFaults)[number];

const words: Readonly<Record<MailFault, readonly [title: string, explanation: string]>> = {
  'refuse-later': [
    'Refuse for now (451 at RCPT)',
    'The town is told to come again, as greylisting does.',
  ],
  refuse: ['Refuse for good (550 at RCPT)', 'The town is told that there is no such mailbox.'],
  'cut-before': [
    'Cut the connection after the final dot, nothing taken',
    'The mail is lost, and the town cannot know.',
  ],
  'cut-after': [
    'Cut the connection after the final dot, mail taken',
    'The mail arrives, and the town cannot know. It must not arrive a second time.',
  ],
  withhold: [
    'Take the mail and never say so',
    'The answer to the final dot is withheld until the town gives up waiting.',
  ],
  bounce: [
    'Take the mail, then send it back',
    'A delivery report (RFC 3464) says a second later that the mailbox does not exist.',
  ],
  'out-of-office': [
    'Answer with an out-of-office reply',
    'An automatic reply (RFC 3834) follows a second later, to automatic mail as well, as bad programs do.',
  ],
  twice: [
    "Deliver the citizen's next mail twice",
    'The same mail reaches the town again over another relay. It must stay one request.',
  ],
};

export const mailFaults: readonly FaultKind[] = Object.entries(words).map(
  ([code, [title, explanation]]) => ({ code, title, explanation }),
);
