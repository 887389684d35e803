import { laneOf } from '../identity/binary-key.js';
import { registerEnvelopes } from './register-envelopes.js';
import type { RegisterPorts, WrittenBatch } from './register-ports.js';
import type { PendingEnvelope, RegistrationTransaction } from './registration-store.js';

export type BatchResult =
  /** Every wanted lane is in another worker's hands. */
  | { readonly kind: 'all-taken' }
  | { readonly kind: 'empty' }
  | ({
      readonly kind: 'registered';
      /** Fewer lanes than wanted, or a lane that gave its whole share: there may be more. */
      readonly more: boolean;
    } & WrittenBatch);

/** How the envelopes of a batch are written: all at once, or by halves when one was refused. */
export type WriteBatch = (
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  pending: readonly PendingEnvelope[],
) => Promise<WrittenBatch>;

/**
 * Registers the oldest envelopes of the given lanes that are parsed, in one transaction: message, request, clock,
 * acknowledgement, audit and the envelope's outcome become true together or not at all.
 *
 * @param afterwards lanes whose turn comes next.
 */
export async function registerBatch(
  ports: RegisterPorts,
  lanes: readonly number[],
  write: WriteBatch = registerEnvelopes,
  afterwards: readonly number[] = [],
): Promise<BatchResult> {
  await ports.parsing.prepare(lanes, afterwards);
  let ready: readonly PendingEnvelope[] = [];
  const result = await ports.store.transaction(async (transaction): Promise<BatchResult> => {
    const locked = await transaction.lockLanes(lanes);
    if (locked.length === 0) return { kind: 'all-taken' };
    ports.checkpoint('register:locked');
    const pending = await transaction.readPending(locked, ports.store.batchSize);
    if (pending.length === 0) return { kind: 'empty' };
    ready = ports.parsing.ready(pending);
    if (ready.length === 0) return { kind: 'registered', more: true, ...nothingWritten };
    const written = await write(ports, transaction, ready);
    ports.checkpoint('register:written');
    const share = Math.floor(ports.store.batchSize / locked.length);
    const more =
      locked.length < lanes.length ||
      ready.length < pending.length ||
      fullestLane(pending) >= share;
    return { kind: 'registered', more, ...written };
  });
  ports.parsing.forget(ready);
  ports.checkpoint('register:committed');
  return result;
}

const nothingWritten: WrittenBatch = { outcomes: [], outgoing: false };

function fullestLane(pending: readonly PendingEnvelope[]): number {
  const counts = new Map<number, number>();
  for (const { identityKey } of pending) {
    const lane = laneOf(identityKey);
    counts.set(lane, (counts.get(lane) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}
