import type { Checkpoint } from '../intake/checkpoint.js';
import { addMilliseconds, type Instant, MINUTE, SECOND } from '../time/instant.js';
import type { Addressee } from './alert.js';
import type { AlertMessage, AlertStep, AlertStore, OpenAlert } from './alert-store.js';
import { alertEntry, type AlertPorts, LOOK_AGAIN_MS } from './plan-alert.js';
import { waysToReach } from './ways-to-reach.js';

export interface AlertSweepPorts extends AlertPorts {
  readonly alerts: AlertStore;
  readonly checkpoint: Checkpoint;
}

export interface SweptAlerts {
  /** Alerts that left by a further way. */
  readonly moved: number;
  /** Alerts that no way is left for. */
  readonly lost: number;
}

const TAKEN_AT_ONCE = 100;
/** After so long without an acceptance the next way is tried. */
const PATIENCE_MS = MINUTE;
const PATIENCE_WITH_PAGES_MS = 30 * SECOND;

/**
 * Looks after alerts: one whose message was refused, came back, or was not taken in time, leaves by
 * the next way of reaching the person. Step and message are one transaction, so that whoever dies or
 * looks at the same time tries no way twice.
 */
export async function sweepAlerts(ports: AlertSweepPorts, now: Instant): Promise<SweptAlerts> {
  const addressees = new Map<string, Addressee>();
  for (const addressee of await ports.alerts.addressees()) {
    addressees.set(addressee.staffId, addressee);
  }
  const steps: AlertStep[] = [];
  for (;;) {
    const taken = await ports.alerts.look(now, TAKEN_AT_ONCE, (alert) => {
      const step = nextStep(alert, addressees.get(alert.staffId), ports, now);
      ports.checkpoint('alert:decided');
      return step;
    });
    if (taken.length > 0) ports.checkpoint('alert:committed');
    steps.push(...taken);
    if (taken.length < TAKEN_AT_ONCE) break;
  }
  return {
    moved: steps.filter(({ entry }) => entry !== null).length,
    lost: steps.filter(({ state }) => state === 'failed').length,
  };
}

function nextStep(
  alert: OpenAlert,
  addressee: Addressee | undefined,
  ports: AlertPorts,
  now: Instant,
): AlertStep {
  const { id, transport, tried, outboxId, message } = alert;
  const same = { id, transport, tried, outboxId, lookAt: addMilliseconds(now, LOOK_AGAIN_MS) };
  const outlook = message === null ? 'hopeless' : outlookOf(message, alert, now);
  if (outlook === 'sent') return { ...same, state: 'sent', entry: null };
  if (outlook === 'under-way') return { ...same, state: 'open', entry: null };
  const ways = addressee === undefined ? [] : waysToReach(addressee, alert.title, ports.accounts);
  const way = ways.find(({ key }) => !tried.includes(key));
  if (way !== undefined) {
    const entry = alertEntry(alert, way, { number: alert.requestNumber, dueAt: now }, ports.newId);
    const next = { transport: transport + 1, tried: [...tried, way.key], outboxId: entry.id };
    return { ...same, ...next, state: 'open', entry };
  }
  // It may still be taken: the outbox goes on trying.
  return { ...same, state: outlook === 'doubtful' ? 'open' : 'failed', entry: null };
}

type Outlook = 'sent' | 'under-way' | 'doubtful' | 'hopeless';

/** Whether to wait for this way: a page does not wait for a provider that has refused it once. */
function outlookOf(message: AlertMessage, { kind }: OpenAlert, now: Instant): Outlook {
  const isPage = kind === 'page';
  const isLate = now - message.createdAt >= (isPage ? PATIENCE_WITH_PAGES_MS : PATIENCE_MS);
  switch (message.state) {
    case 'sent':
      return message.bounced ? 'hopeless' : 'sent';
    case 'failed':
    case 'withdrawn':
      return 'hopeless';
    case 'waiting':
      return isLate || (isPage && message.attempts > 0) ? 'doubtful' : 'under-way';
    case 'unknown':
      return isLate || isPage ? 'doubtful' : 'under-way';
    case 'sending':
      return isLate ? 'doubtful' : 'under-way';
  }
}
