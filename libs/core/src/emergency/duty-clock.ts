import { choosePolicy, type SlaPolicy, targetOf } from '../sla/sla-policy.js';
import type { ClockStarted } from '../sla/start-clock.js';
import { type ClockStart, startClock } from '../sla/start-clock.js';
import { DAY } from '../time/instant.js';

/** From the first knowledge of a spill (G.S. 143-215.1C): 24 hours by the wall clock. */
const SEWER_DUTY = { kind: 'wall', ms: DAY } as const;

/** A sewer overflow must be reported by the town itself: the clock of that duty. */
export function startDutyClock(start: Omit<ClockStart, 'kind'>, policy: SlaPolicy): ClockStarted {
  const question = { serviceCode: 'WA-SEW', priority: null, channel: null };
  const chosen = choosePolicy(policy, question);
  return startClock(
    { ...start, kind: 'duty' },
    targetOf(chosen.rule, 'duty') ?? SEWER_DUTY,
    chosen,
  );
}
