import type { StoredEnvelope } from '../channel/envelope.js';
import { StoreDataRefused } from '../error/store-errors.js';
import { planQuarantine } from './plan-registration.js';
import { registerEnvelopes } from './register-envelopes.js';
import type { RegisterPorts, WrittenBatch } from './register-ports.js';
import { emptyPlan } from './registration-plan.js';
import type { PendingEnvelope, RegistrationTransaction } from './registration-store.js';
import { writeRegistration } from './write-registration.js';

/**
 * For a batch that the database refused for one of its values: halves it within the transaction
 * until the bad item stands alone and is quarantined; the others go on, in order.
 */
export async function registerByHalves(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  pending: readonly PendingEnvelope[],
): Promise<WrittenBatch> {
  let written: WrittenBatch = { outcomes: [], outgoing: false };
  try {
    await transaction.savepoint(async () => {
      written = await registerEnvelopes(ports, transaction, pending);
    });
    return written;
  } catch (error) {
    if (!(error instanceof StoreDataRefused)) throw error;
    const [only] = pending;
    if (pending.length === 1 && only !== undefined) {
      await quarantine(ports, transaction, only, 'refused-by-database');
      return { outcomes: ['quarantined'], outgoing: false };
    }
  }
  const middle = Math.ceil(pending.length / 2);
  const first = await registerByHalves(ports, transaction, pending.slice(0, middle));
  const second = await registerByHalves(ports, transaction, pending.slice(middle));
  return {
    outcomes: [...first.outcomes, ...second.outcomes],
    outgoing: first.outgoing || second.outgoing,
  };
}

export async function quarantine(
  ports: RegisterPorts,
  transaction: RegistrationTransaction,
  envelope: Pick<StoredEnvelope, 'id'>,
  reason: string,
): Promise<void> {
  const plan = emptyPlan();
  planQuarantine(envelope, reason, plan, ports.clock.now());
  await writeRegistration(transaction, plan, ports.town());
}
