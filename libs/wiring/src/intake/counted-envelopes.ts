import type { EnvelopeStore } from '#core/intake/envelope-store';

import type { LineMetrics } from '../observability/line-metrics.js';
import type { TownEvents } from '../observability/town-events.js';

/** The store of envelopes with its commits counted and timed. */
export function countedEnvelopes(
  store: EnvelopeStore,
  events: TownEvents,
  metrics: LineMetrics,
): EnvelopeStore {
  return {
    async insert(rows) {
      const startedAt = performance.now();
      const result = await store.insert(rows);
      metrics.acceptSeconds.observe((performance.now() - startedAt) / 1_000);
      metrics.acceptRows.observe(rows.length);
      events.say('envelopes_stored', {}, result.inserted);
      events.say('envelopes_repeated', {}, rows.length - result.inserted);
      return result;
    },
    insertPolled: (rows, account, cursor) => store.insertPolled(rows, account, cursor),
    pollCursor: (account) => store.pollCursor(account),
    findByDedupeKey: (key) => store.findByDedupeKey(key),
  };
}
