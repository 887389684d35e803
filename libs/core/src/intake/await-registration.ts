import { StoreConflict, StoreDataRefused } from '../error/store-errors.js';
import type { DedupeKey } from '../identity/binary-key.js';
import { addMilliseconds, type Instant } from '../time/instant.js';
import type { Registered } from './envelope-outcome.js';
import type { AcceptedEnvelope, EnvelopeStore } from './envelope-store.js';
import { registerBatch } from './register-batch.js';
import type { RegisterPorts } from './register-ports.js';

export interface AwaitPorts extends RegisterPorts {
  readonly envelopes: EnvelopeStore;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How long one of our own doors waits before it answers with "saved, your number follows". */
export const AWAIT_REGISTRATION_MS = 2_000;
const LOOK_AGAIN_MS = 10;

/**
 * For our own doors, where the number is shown at once: registers the envelope's lane in this
 * process, or waits while another process does.
 */
export async function awaitRegistration(
  ports: AwaitPorts,
  key: DedupeKey,
): Promise<Registered | 'pending'> {
  const giveUpAt = addMilliseconds(ports.clock.now(), AWAIT_REGISTRATION_MS);
  for (;;) {
    const envelope = await ports.envelopes.findByDedupeKey(key);
    if (envelope?.outcome != null) return registeredOf(envelope, ports);
    if (envelope === null || ports.clock.now() >= giveUpAt) return 'pending';
    if (!(await tryRegister(ports, envelope.lane))) await ports.sleep(LOOK_AGAIN_MS);
  }
}

async function tryRegister(ports: AwaitPorts, lane: number): Promise<boolean> {
  try {
    return (await registerBatch(ports, [lane])).kind === 'registered';
  } catch (error) {
    // The worker resolves both: a conflict by trying again, a refused value by quarantine.
    if (error instanceof StoreConflict || error instanceof StoreDataRefused) return false;
    throw error;
  }
}

function registeredOf(envelope: AcceptedEnvelope, ports: AwaitPorts): Registered {
  const { request, outcome, identityKey } = envelope;
  const at: Instant = ports.clock.now();
  return {
    outcome: outcome ?? 'quarantined',
    requestId: request?.id ?? null,
    number: request?.number ?? null,
    expectedAt: request?.expectedAt ?? null,
    threadToken:
      request === null || !isParticipant(outcome)
        ? null
        : ports.links.issue({ requestId: request.id, identityKey }, at),
  };
}

/** Whoever only named a request (`answered`) gets its public card, never the link to its thread. */
function isParticipant(outcome: AcceptedEnvelope['outcome']): boolean {
  return outcome === 'created' || outcome === 'joined' || outcome === 'reopened';
}
