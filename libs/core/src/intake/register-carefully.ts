import type { RegisterPorts, WrittenBatch } from './register-ports.js';
import { quarantine, registerByHalves } from './register-by-halves.js';

/** An envelope whose registration was begun this often and never ended is not touched again. */
export const STRIKES_TO_QUARANTINE = 3;

/**
 * The first look at a lane after a start: one item a transaction, each noted as begun on another
 * connection while the lane stays locked, so that an item which takes the process down is found.
 *
 * @returns what became of the lane's oldest envelope; null when there is none or the lane is taken.
 */
export async function registerCarefully(
  ports: RegisterPorts,
  lane: number,
): Promise<WrittenBatch | null> {
  return ports.store.transaction(async (transaction) => {
    const locked = await transaction.lockLanes([lane]);
    if (locked.length === 0) return null;
    const [envelope] = await transaction.readPending(locked, 1);
    if (envelope === undefined) return null;
    if (envelope.strikes >= STRIKES_TO_QUARANTINE) {
      await quarantine(ports, transaction, envelope, 'stopped-the-process');
      return { outcomes: ['quarantined'], outgoing: false };
    }
    await ports.store.strike(envelope.id);
    return registerByHalves(ports, transaction, [envelope]);
  });
}
