import type { OutboxState } from '../delivery/outbox.js';
import type { Instant } from '../time/instant.js';
import { isLaddered, type Refusal } from './refusal.js';
import { refusalWords } from './refusal-words.js';

/** One way that an answer has gone, as staff read it. */
export interface ToldRung {
  /** Title of the account. */
  readonly by: string;
  readonly state: OutboxState;
  readonly refusal: Refusal | null;
  readonly sentAt: Instant | null;
}

/**
 * What happened to an answer that was turned away, in the words of staff: “Town texts: the citizen
 * opted out. Sent by Town mail instead, 10:42.” Null for one that went straight.
 *
 * @param timeOf an instant as people of the town say it.
 */
export function ladderStory(
  rungs: readonly ToldRung[],
  timeOf: (at: Instant) => string,
): string | null {
  const last = rungs.at(-1);
  const turnedAway = rungs.flatMap(({ by, refusal }) =>
    refusal === null ? [] : [`${by}: ${refusalWords[refusal].reason}.`],
  );
  if (last === undefined || turnedAway.length === 0) return null;
  return [...turnedAway, endingOf(last, timeOf)].filter((part) => part !== '').join(' ');
}

function endingOf(
  { by, state, refusal, sentAt }: ToldRung,
  timeOf: (at: Instant) => string,
): string {
  if (refusal !== null) return isLaddered(refusal) ? 'No other way to the citizen is known.' : '';
  switch (state) {
    case 'sent':
      return `Sent by ${by} instead${sentAt === null ? '' : `, ${timeOf(sentAt)}`}.`;
    case 'waiting':
    case 'sending':
      return `Goes by ${by} instead.`;
    case 'unknown':
      return `Sent by ${by} instead; not confirmed yet.`;
    case 'failed':
    case 'withdrawn':
      return `Not sent by ${by} either.`;
  }
}
