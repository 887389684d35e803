import type { EnvelopeId } from '../identity/ids.js';
import { quarantine, registerByHalves } from './register-by-halves.js';
import type { RegisterPorts, WrittenBatch } from './register-ports.js';

/** An envelope whose registration was begun this often and never ended is not touched again. */
export const STRIKES_TO_QUARANTINE = 3;

/**
 * The first look at a lane after a start: one item a transaction, each noted as begun on another
 * connection while the lane stays locked, so that an item which takes the process down is found.
 *
 * @param begun what this process has begun before and outlived: an error is no death, so it is not
 * noted again and does not count.
 * @returns what became of the lane's oldest envelope; null when there is none that is ready or the
 * lane is taken.
 */
export async function registerCarefully(
  ports: RegisterPorts,
  lane: number,
  begun: Set<EnvelopeId> = new Set(),
): Promise<WrittenBatch | null> {
  await ports.parsing.prepare([lane]);
  return ports.store.transaction(async (transaction) => {
    const locked = await transaction.lockLanes([lane]);
    if (locked.length === 0) return null;
    const [envelope] = ports.parsing.ready(await transaction.readPending(locked, 1));
    if (envelope === undefined) return null;
    const outlived = begun.has(envelope.id) ? 1 : 0;
    if (envelope.strikes - outlived >= STRIKES_TO_QUARANTINE) {
      await quarantine(ports, transaction, envelope, 'stopped-the-process');
      return { outcomes: ['quarantined'], outgoing: false };
    }
    if (outlived === 0) await ports.store.strike(envelope.id);
    begun.add(envelope.id);
    return registerByHalves(ports, transaction, [envelope]);
  });
}
