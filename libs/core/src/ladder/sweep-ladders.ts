import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { NewId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import type { LadderPause, LadderStep, LadderStore, RefusedAnswer } from './ladder-store.js';
import { nextRung, type Rung } from './next-rung.js';
import { isLaddered } from './refusal.js';
import { rungEntry } from './rung-entry.js';
import { sameWay, tryAgainAt } from './try-again.js';

export interface LadderPorts {
  readonly ladders: LadderStore;
  readonly accounts: Pick<ChannelAccounts, 'enabled'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly checkpoint: Checkpoint;
  readonly town: () => Pick<Town, 'policy'>;
}

const TAKEN_AT_ONCE = 100;

/**
 * Looks after answers that a channel refused: each goes on by the next way to the citizen, the
 * same way again where time may mend it, or into the work list for a person. @returns what became of them.
 */
export async function sweepLadders(ports: LadderPorts): Promise<readonly LadderStep[]> {
  const { ladders, clock, checkpoint } = ports;
  const now = clock.now();
  const decide = (refused: RefusedAnswer): LadderStep | LadderPause => {
    const step = decideStep(refused, ports, now);
    checkpoint('ladder:decided');
    return step;
  };
  const steps = await ladders.look({ now, limit: TAKEN_AT_ONCE, decide });
  if (steps.length > 0) checkpoint('ladder:committed');
  return steps;
}

/** What follows from one refusal. */
export function decideStep(
  refused: RefusedAnswer,
  ports: Pick<LadderPorts, 'accounts' | 'newId' | 'town'>,
  now: Instant,
): LadderStep | LadderPause {
  const same = sameWay(refused, ports.accounts);
  const againAt = same === null ? null : tryAgainAt(refused, ports.town());
  if (againAt !== null && againAt > now) return { lookAgainAt: againAt };
  return againAt === null
    ? stepBy(anotherWay(refused, ports), refused, ports, now)
    : stepBy(same, { ...refused, text: refused.body }, ports, now);
}

function anotherWay(
  refused: RefusedAnswer,
  { accounts }: Pick<LadderPorts, 'accounts'>,
): Rung | null {
  return isLaddered(refused.refusal) ? nextRung(refused, refused.to, accounts) : null;
}

function stepBy(
  rung: Rung | null,
  refused: RefusedAnswer,
  { newId }: Pick<LadderPorts, 'newId'>,
  now: Instant,
): LadderStep {
  const { refusal, requestId, entryId } = refused;
  const audit = { at: now, staffId: null, subject: `request:${requestId}` };
  if (rung === null) {
    const detail = { outbox: entryId, refusal };
    return { entry: null, audit: { ...audit, action: 'message.undelivered', detail } };
  }
  const dueAt = Math.max(now, refused.heldUntil) as Instant;
  const entry = rungEntry(refused, rung, newId, dueAt);
  const detail = { outbox: entryId, refusal, next: entry.id };
  return { entry, audit: { ...audit, action: 'message.laddered', detail } };
}
