import { faultsOf } from '../calendar/calendar-fault-texts.js';
import { type FieldFault, invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { type SimulatedEvent, simulatedEvent } from './simulated-event.js';

/** An event and where it stands: `line 3` or `event 3`. */
export interface PlacedEvent {
  readonly place: string;
  readonly event: SimulatedEvent;
}

const MOST_FAULTS = 20;

/**
 * A JSON array of events, or one JSON object a line. They are put in the order of their times; those
 * of one time stay as they stand. Every fault names its line and field.
 */
export function readEvents(text: string): Result<readonly PlacedEvent[]> {
  const documents = documentsIn(text.replace(/^\ufeff/, ''));
  const faults: FieldFault[] = [];
  const events = documents.flatMap(({ place, document }): PlacedEvent[] => {
    if (!document.ok) {
      faults.push({ field: place, message: document.message });
      return [];
    }
    const read = simulatedEvent.safeParse(document.value);
    if (read.success) return [{ place, event: read.data }];
    faults.push(...faultsOf(read.error.issues).map((fault) => at(place, fault)));
    return [];
  });
  if (documents.length === 0) faults.push({ field: '', message: 'The file holds no events.' });
  if (faults.length > 0) return refused(invalidInput(faults.slice(0, MOST_FAULTS)));
  return succeeded(events.toSorted((one, other) => one.event.at - other.event.at));
}

interface PlacedDocument {
  readonly place: string;
  readonly document: Parsed;
}

function documentsIn(text: string): readonly PlacedDocument[] {
  if (!text.trimStart().startsWith('[')) {
    return text.split('\n').flatMap((line, position) => {
      const place = `line ${String(position + 1)}`;
      return line.trim() === '' ? [] : [{ place, document: parse(line) }];
    });
  }
  const whole = parse(text);
  if (!whole.ok) return [{ place: '', document: whole }];
  const events: readonly unknown[] = Array.isArray(whole.value) ? whole.value : [];
  return events.map((value, position) => ({
    place: `event ${String(position + 1)}`,
    document: { ok: true, value },
  }));
}

type Parsed =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: `is not JSON: ${error instanceof Error ? error.message : ''}` };
  }
}

function at(place: string, { field, message }: FieldFault): FieldFault {
  return { field: field === '' ? place : `${place}: ${field}`, message };
}
