import type { OutboxState } from '../delivery/outbox.js';
import type { Instant } from '../time/instant.js';
import { isLaddered, isRepeated, type Refusal } from './refusal.js';
import { refusalWords } from './refusal-words.js';

/** One way that an answer has gone, as staff read it. */
export interface ToldRung {
  /** Title of the account. */
  readonly by: string;
  readonly state: OutboxState;
  readonly refusal: Refusal | null;
  readonly sentAt: Instant | null;
  /** When its refusal is looked at next; null when that is over. */
  readonly lookAgainAt: Instant | null;
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
  // One that was tried several times is told once.
  const parts = [...new Set(turnedAway), endingOf(last, isSameWay(rungs), timeOf)];
  return parts.filter((part) => part !== '').join(' ');
}

function isSameWay(rungs: readonly ToldRung[]): boolean {
  const [before, last] = rungs.slice(-2);
  return before?.refusal != null && isRepeated(before.refusal) && before.by === last?.by;
}

function endingOf(
  { by, state, refusal, sentAt, lookAgainAt }: ToldRung,
  sameWay: boolean,
  timeOf: (at: Instant) => string,
): string {
  const way = sameWay ? `by ${by} again` : `by ${by} instead`;
  if (refusal !== null) {
    if (isRepeated(refusal) && lookAgainAt !== null) {
      return `Tried there again, ${timeOf(lookAgainAt)}.`;
    }
    return isLaddered(refusal) ? 'No other way to the citizen is known.' : '';
  }
  switch (state) {
    case 'sent':
      return `Sent ${way}${sentAt === null ? '' : `, ${timeOf(sentAt)}`}.`;
    case 'waiting':
    case 'sending':
      return `Goes ${way}.`;
    case 'unknown':
      return `Sent ${way}; not confirmed yet.`;
    case 'failed':
    case 'withdrawn':
      return `Not sent by ${by} either.`;
  }
}
