import { calendarDocument, readCalendar } from '../calendar/calendar-document.js';
import { previewCalendar, type PreviewDay } from '../calendar/calendar-preview.js';
import { notFound, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { StaffId } from '../identity/ids.js';
import { calendarBody, type CalendarDecision, decide } from '../town/calendar-decision.js';
import type { TownDocumentStore } from '../town/town-document-store.js';
import { type CalendarPreview, previewCalendarChange } from './preview-calendar-change.js';
import { type Recounting, recountOutdated, type RecountPorts } from './recount-outdated.js';

export interface CalendarPorts extends RecountPorts {
  readonly documents: TownDocumentStore;
  /** The calendar that holds now; null when there is none of this name. */
  readonly current: (name: string) => CalendarDecision | null;
  /** Makes `current` and `town` what the documents say. */
  readonly refresh: () => Promise<unknown>;
}

/** What a person wants a calendar to become. */
export interface CalendarChange {
  readonly name: string;
  /** The version that they read, 0 for a new calendar; null for an addition to whatever it says. */
  readonly expectedVersion: number | null;
  /** The whole calendar in the form that `readCalendar` reads. */
  readonly make: (current: CalendarDecision | null) => unknown;
  readonly reason: string | null;
  readonly tellCitizens: boolean;
  readonly staffId: StaffId;
}

export interface ChangePreview extends CalendarPreview {
  /** The version that it would be. */
  readonly version: number;
  readonly days: readonly PreviewDay[];
}

export interface ChangedCalendar extends Recounting {
  readonly version: number;
}

/** Says what a change would do: the next fourteen days and every promise that it moves. */
export async function previewChange(
  ports: CalendarPorts,
  change: Omit<CalendarChange, 'expectedVersion'>,
): Promise<Result<ChangePreview>> {
  await ports.refresh();
  const draft = draftOf(ports, change, await newestVersion(ports, change.name));
  if (!draft.ok) return draft;
  const { definition, calendar } = draft.value;
  const preview = await previewCalendarChange(ports, draft.value);
  const days = previewCalendar(definition, ports.clock.now());
  return succeeded({ ...preview, version: calendar.version, days });
}

/**
 * Saves the calendar as a new version, then counts the open clocks anew for as long as `stopped` says
 * no; the worker goes on with what is left. Who made a change that is there already finishes it.
 */
export async function applyChange(
  ports: CalendarPorts,
  change: CalendarChange,
  stopped: () => boolean,
): Promise<Result<ChangedCalendar>> {
  await ports.refresh();
  const newest = await newestVersion(ports, change.name);
  const problem = versionProblem(change, newest);
  if (problem !== null) return refused(problem);
  const draft = draftOf(ports, change, newest);
  if (!draft.ok) return draft;
  const isThere = change.expectedVersion === null && (await sayNothingNew(ports, draft.value));
  if (!isThere && (await append(ports, draft.value)) === 'conflict') {
    return change.expectedVersion === null
      ? applyChange(ports, change, stopped)
      : refused(changedMeanwhile(change.name));
  }
  await ports.refresh();
  const decision = ports.current(change.name) ?? draft.value;
  const recounting = await recountOutdated(ports, decision, stopped);
  return succeeded({ ...recounting, version: decision.calendar.version });
}

function versionProblem({ name, expectedVersion }: CalendarChange, newest: number): Problem | null {
  if (newest === 0 && expectedVersion !== 0) return noSuchCalendar(name);
  return expectedVersion === null || expectedVersion === newest ? null : changedMeanwhile(name);
}

/** The calendar that the change makes, not saved yet. */
function draftOf(
  ports: CalendarPorts,
  change: Omit<CalendarChange, 'expectedVersion'>,
  newest: number,
): Result<CalendarDecision> {
  const { name, reason, tellCitizens, staffId } = change;
  const current = ports.current(name);
  const known = current?.definition.closures ?? [];
  const now = ports.clock.now();
  const saving = { now, known };
  const read = readCalendar(change.make(current), { name, version: newest + 1, saving });
  if (!read.ok) return read;
  const definition = { ...read.value, name };
  return succeeded(
    decide(definition, { tellCitizens, reason, decidedBy: staffId, decidedAt: now }),
  );
}

/** Also of a version that cannot be read any more: the next one comes after it. */
async function newestVersion({ documents, current }: CalendarPorts, name: string) {
  const stored = await documents.find('calendar', name);
  return stored?.version ?? current(name)?.calendar.version ?? 0;
}

async function sayNothingNew(ports: CalendarPorts, draft: CalendarDecision): Promise<boolean> {
  const current = ports.current(draft.calendar.name);
  if (current === null) return false;
  const newest = await newestVersion(ports, draft.calendar.name);
  return (
    current.calendar.version === newest &&
    JSON.stringify(calendarDocument(current.definition)) ===
      JSON.stringify(calendarDocument(draft.definition))
  );
}

function append(ports: CalendarPorts, decision: CalendarDecision): Promise<'saved' | 'conflict'> {
  const { calendar, decidedBy, tellCitizens } = decision;
  const { name, version } = calendar;
  const savedAt = ports.clock.now();
  return ports.documents.append(
    { kind: 'calendar', name, version, body: calendarBody(decision), savedBy: decidedBy, savedAt },
    {
      at: savedAt,
      staffId: decidedBy,
      action: 'calendar.saved',
      subject: `document:calendar/${name}/${String(version)}`,
      detail: { before: version - 1, tellCitizens },
    },
  );
}

export function noSuchCalendar(name: string): Problem {
  return notFound(`The calendar ${name}`, 'List the calendars, or give version 0 to make it.');
}

function changedMeanwhile(name: string): Problem {
  return {
    code: 'conflict',
    title: `The calendar ${name} was changed meanwhile`,
    detail: 'Read it again, look at what is new, and make your change on top of it.',
  };
}
