import { StoreDataRefused } from '../error/store-errors.js';
import type { EnvelopeId } from '../identity/ids.js';
import { type BatchResult, registerBatch } from './register-batch.js';
import { registerByHalves } from './register-by-halves.js';
import { registerCarefully } from './register-carefully.js';
import { registerEnvelopes } from './register-envelopes.js';
import type { RegisterPorts } from './register-ports.js';

/** Lanes one batch may hold: enough to spread the work, few enough to leave some to colleagues. */
export const LANES_PER_BATCH = 16;

export interface DrainEvents {
  readonly registered: (result: Extract<BatchResult, { kind: 'registered' }>) => void;
  /** Between batches: accepts go first, and a short pause makes fuller batches. */
  readonly pause: () => Promise<void>;
}

/**
 * Registers until nothing is pending or `stopped` says so. Throws `StoreUnavailable` and
 * `StoreConflict`: the caller backs off and looks again; nothing is lost.
 */
export async function drainRegistrations(
  ports: RegisterPorts,
  events: DrainEvents,
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    const lanes = await ports.store.dirtyLanes();
    if (lanes.length === 0) return;
    const result = await takeSome(ports, lanes);
    if (result.kind === 'registered') {
      events.registered(result);
      if (!result.more && lanes.length <= LANES_PER_BATCH) return;
    }
    await events.pause();
  }
}

/**
 * The first work after a start: what would be each dirty lane's share of the first batch, one
 * envelope at a time, so that one which takes the process down three times is set aside.
 *
 * @param begun belongs to the process, over all its tries; see `registerCarefully`.
 */
export async function drainCarefully(
  ports: RegisterPorts,
  events: DrainEvents,
  stopped: () => boolean,
  begun: Set<EnvelopeId>,
): Promise<void> {
  const lanes = await ports.store.dirtyLanes();
  const share = Math.ceil(ports.store.batchSize / Math.min(lanes.length, LANES_PER_BATCH));
  for (const lane of lanes) {
    for (let taken = 0; taken < share && !stopped(); taken += 1) {
      const written = await registerCarefully(ports, lane, begun);
      if (written === null) break;
      events.registered({ kind: 'registered', more: true, ...written });
    }
  }
}

/** The first lanes that are free and still have work; colleagues may have emptied or taken some. */
async function takeSome(ports: RegisterPorts, lanes: readonly number[]): Promise<BatchResult> {
  for (let start = 0; start < lanes.length; start += LANES_PER_BATCH) {
    const end = start + LANES_PER_BATCH;
    const afterwards = lanes.slice(end, end + LANES_PER_BATCH);
    const result = await registerOrHalve(ports, lanes.slice(start, end), afterwards);
    if (result.kind === 'registered') return result;
  }
  return { kind: 'all-taken' };
}

async function registerOrHalve(
  ports: RegisterPorts,
  lanes: readonly number[],
  afterwards: readonly number[],
): Promise<BatchResult> {
  try {
    return await registerBatch(ports, lanes, registerEnvelopes, afterwards);
  } catch (error) {
    if (!(error instanceof StoreDataRefused)) throw error;
    return registerBatch(ports, lanes, registerByHalves);
  }
}
