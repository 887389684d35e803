import type { Town } from '../account/town.js';
import type { AlertStore } from '../alert/alert-store.js';
import { type AlertPorts, type News, planAlert } from '../alert/plan-alert.js';
import { renderText } from '../text/catalogue.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import { WATCH_PULSE } from './watch-clocks.js';
import type { WatchStore } from './watch-store.js';

export interface PulsePorts extends AlertPorts {
  readonly watch: Pick<WatchStore, 'pulses'>;
  readonly alerts: Pick<AlertStore, 'add' | 'addressees'>;
  readonly clock: Clock;
  readonly town: () => Town;
}

export interface Pulse {
  /** When the watch over promises was last at work; null when it never was. */
  readonly beatAt: Instant | null;
  readonly standsStill: boolean;
}

/** Whether somebody watches over the promises: asked by every process, because a watch cannot tell its own death. */
export async function readPulse(
  { watch, clock }: Pick<PulsePorts, 'watch' | 'clock'>,
  patienceMs: number,
): Promise<Pulse> {
  const pulses = await watch.pulses();
  const beatAt = pulses.find(({ name }) => name === WATCH_PULSE)?.beatAt ?? null;
  return { beatAt, standsStill: beatAt !== null && clock.now() - beatAt > patienceMs };
}

/** Tells administrators and supervisors that the watch stands still; once each time it stopped. */
export async function tellStandstill(ports: PulsePorts, beatAt: Instant): Promise<number> {
  const addressees = await ports.alerts.addressees();
  const inCharge = addressees.filter(
    ({ role }) => role === 'administrator' || role === 'supervisor',
  );
  const news = standstillNews(ports.town(), beatAt);
  const now = ports.clock.now();
  return ports.alerts.add(inCharge.map((one) => planAlert(news, one, ports, now)));
}

function standstillNews({ language, zone }: Town, beatAt: Instant): News {
  return {
    key: ['pulse', WATCH_PULSE, String(beatAt)],
    kind: 'watch',
    subject: 'town',
    request: null,
    title: renderText('alert.pulse', language),
    text: renderText('alert.pulse-text', language, { at: new Date(beatAt) }, zone),
    urgent: true,
  };
}
