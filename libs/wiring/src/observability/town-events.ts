import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

import { errorCodeOf } from '#core/error/error-code';

import { eventDefinitions, type EventName } from './event-definitions.js';

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** Says a business event once: a log line with ids and a counter with few labels. */
export class TownEvents {
  private readonly counters = new Map<EventName, Counter>();

  constructor(
    private readonly logger: Logger,
    registry: Registry,
  ) {
    for (const [name, { help, labels }] of Object.entries(eventDefinitions)) {
      const counter = new Counter({
        name: `townline_${name}_total`,
        help,
        labelNames: labels,
        registers: [registry],
      });
      this.counters.set(name as EventName, counter);
    }
  }

  /** @param count how often it happened; nothing is said for none. */
  say(name: EventName, facts: Facts = {}, count = 1): void {
    if (count === 0) return;
    const { level, labels } = eventDefinitions[name];
    this.counters.get(name)?.inc(labelled(labels, facts), count);
    this.logger[level]({ event: name, ...facts, ...(count > 1 && { count }) });
  }
}

function labelled(labels: readonly string[], facts: Facts): Record<string, string> {
  return Object.fromEntries(labels.map((label) => [label, String(facts[label] ?? 'none')]));
}

/** The kind of an error, without its words: those may hold what people wrote. */
export function errorKind(error: unknown): string {
  const code = errorCodeOf(error);
  if (code !== 'error') return code;
  const hasName = typeof error === 'object' && error !== null && 'name' in error;
  return hasName ? String(error.name) : code;
}
