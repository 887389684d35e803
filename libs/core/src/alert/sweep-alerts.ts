import { addMilliseconds, type Instant } from '../time/instant.js';
import type { Addressee } from './alert.js';
import type { AlertStep, AlertStore, OpenAlert } from './alert-store.js';
import { alertEntry, type AlertPorts, TRY_NEXT_AFTER_MS } from './plan-alert.js';
import { waysToReach } from './ways-to-reach.js';

export interface AlertSweepPorts extends AlertPorts {
  readonly alerts: AlertStore;
}

const TAKEN_AT_ONCE = 100;

/**
 * Looks after alerts: one whose message failed, or was not taken within a minute, leaves by the next
 * way of reaching the person. @returns those that no way is left for.
 */
export async function sweepAlerts(
  ports: AlertSweepPorts,
  now: Instant,
): Promise<readonly AlertStep[]> {
  const addressees = new Map<string, Addressee>();
  for (const addressee of await ports.alerts.addressees()) {
    addressees.set(addressee.staffId, addressee);
  }
  const lost: AlertStep[] = [];
  for (;;) {
    const steps = await ports.alerts.look(now, TAKEN_AT_ONCE, (alert) =>
      nextStep(alert, addressees.get(alert.staffId), ports, now),
    );
    lost.push(...steps.filter(({ state }) => state === 'failed'));
    if (steps.length < TAKEN_AT_ONCE) return lost;
  }
}

function nextStep(
  alert: OpenAlert,
  addressee: Addressee | undefined,
  ports: AlertSweepPorts,
  now: Instant,
): AlertStep {
  const { id, transport, outboxId, entryState } = alert;
  const lookAt = addMilliseconds(now, TRY_NEXT_AFTER_MS);
  if (entryState === 'sent') return { id, state: 'sent', transport, outboxId, lookAt, entry: null };
  const ways = addressee === undefined ? [] : waysToReach(addressee, alert.title, ports.accounts);
  const way = ways[transport + 1];
  if (way !== undefined) {
    const entry = alertEntry(alert, way, { number: alert.requestNumber, dueAt: now }, ports.newId);
    const outbox = entry.id;
    return { id, state: 'open', transport: transport + 1, outboxId: outbox, lookAt, entry };
  }
  // It may still be taken: the outbox goes on trying.
  const onItsWay = entryState === 'waiting' || entryState === 'sending' || entryState === 'unknown';
  return { id, state: onItsWay ? 'open' : 'failed', transport, outboxId, lookAt, entry: null };
}
