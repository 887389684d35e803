import { Registry } from 'prom-client';

import { LineMetrics } from '#wiring/observability/line-metrics';
import { createLogger } from '#wiring/observability/logger';
import { TownEvents } from '#wiring/observability/town-events';

import { markdownTable } from './markdown-table.js';

/** Every metric of our own, with its labels; Node's own ones (`process_`, `nodejs_`) are left out. */
export async function metricsTable(): Promise<string> {
  const registry = new Registry();
  const measurements = new LineMetrics(registry);
  new TownEvents(createLogger('silent'), registry);
  const metrics = await registry.getMetricsAsJSON();
  measurements.stop();
  const rows = metrics
    .filter(({ name }) => name.startsWith('townline_'))
    .map(({ name, type, help }) => [`\`${name}\``, String(type), help])
    .sort(([first = ''], [second = '']) => (first < second ? -1 : 1));
  return markdownTable(['Metric', 'Kind', 'Means'], rows);
}
