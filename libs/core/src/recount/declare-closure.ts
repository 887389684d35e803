import type { Closure } from '../calendar/calendar-definition.js';
import { calendarDocument } from '../calendar/calendar-document.js';
import { invalidInput } from '../error/problem.js';
import { refused, type Result } from '../error/result.js';
import type { StaffId } from '../identity/ids.js';
import {
  applyChange,
  type CalendarChange,
  type CalendarPorts,
  type ChangedCalendar,
  type ChangePreview,
  noSuchCalendar,
  previewChange,
} from './change-calendar.js';

/** The town is closed against its week: on a date, or from one time to another. */
export interface ClosureToDeclare {
  readonly calendarName: string;
  readonly closure: Closure;
  readonly tellCitizens: boolean;
  readonly staffId: StaffId;
}

export async function previewClosure(
  ports: CalendarPorts,
  closure: ClosureToDeclare,
): Promise<Result<ChangePreview>> {
  const { calendarName: name } = closure;
  if (ports.current(name) === null) return refused(noSuchCalendar(name));
  return withOwnFields(await previewChange(ports, changeOf(closure)));
}

/** Declaring the same closure twice declares it once. */
export async function declareClosure(
  ports: CalendarPorts,
  closure: ClosureToDeclare,
  stopped: () => boolean,
): Promise<Result<ChangedCalendar>> {
  return withOwnFields(await applyChange(ports, changeOf(closure), stopped));
}

/** Whatever else the calendar says meanwhile, the closure is added to it. */
function changeOf({
  calendarName,
  closure,
  tellCitizens,
  staffId,
}: ClosureToDeclare): CalendarChange {
  return {
    name: calendarName,
    expectedVersion: null,
    ...{ tellCitizens, staffId },
    reason: closure.name,
    make: (current) => {
      if (current === null) return null;
      const calendar = calendarDocument(current.definition);
      const isThere = calendar.closures.some((known) => isSame(known, closure));
      return isThere ? calendar : { ...calendar, closures: [...calendar.closures, closure] };
    },
  };
}

function isSame(one: Closure, other: Closure): boolean {
  if (one.name !== other.name) return false;
  if ('date' in one) return 'date' in other && one.date === other.date;
  return 'from' in other && one.from === other.from && one.to === other.to;
}

/** The other closures were taken before: a fault is this one's, which the caller did not number. */
function withOwnFields<Value>(result: Result<Value>): Result<Value> {
  if (result.ok || result.problem.faults === undefined) return result;
  const faults = result.problem.faults.map(({ field, message }) => ({
    field: field.replace(/^closures\[\d+\]\.?/, ''),
    message,
  }));
  return refused(invalidInput(faults));
}
