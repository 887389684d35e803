import type { ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** Every envelope ends in exactly one of these. */
export const envelopeOutcomes = [
  'created',
  'joined',
  'reopened',
  'receipt',
  'consent',
  'answered',
  'ignored',
  'quarantined',
] as const;
export type EnvelopeOutcome = (typeof envelopeOutcomes)[number];

/** The columns an index can use: what is left to do comes first. */
export const envelopeState = { pending: 0, registered: 1, settled: 2, quarantined: 3 } as const;
export type EnvelopeState = (typeof envelopeState)[keyof typeof envelopeState];

export function stateOfOutcome(outcome: EnvelopeOutcome): EnvelopeState {
  switch (outcome) {
    case 'created':
    case 'joined':
    case 'reopened':
      return envelopeState.registered;
    case 'receipt':
    case 'consent':
    case 'answered':
    case 'ignored':
      return envelopeState.settled;
    case 'quarantined':
      return envelopeState.quarantined;
  }
}

/** What became of one envelope, as one of our own doors tells it to the citizen. */
export interface Registered {
  readonly outcome: EnvelopeOutcome;
  readonly requestId: ServiceRequestId | null;
  readonly number: string | null;
  /** When a person will have answered, as promised; null when no clock runs. */
  readonly expectedAt: Instant | null;
  /** Signed token of the sender's link to the thread; null when nothing was registered. */
  readonly threadToken: string | null;
}
