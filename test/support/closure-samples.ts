import type { Result } from '#core/error/result';
import type { ClosureToDeclare } from '#core/recount/declare-closure';
import { isoFromInstant } from '#core/time/instant';

import { fakeMessage } from './fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from './fakes/memory-town.js';

/** The clock of a town in memory stands at Monday 16 November 2026, 10:00 in New York. */
export const tuesdayTen = '2026-11-17T15:00:00.000Z';
export const wednesdayTen = '2026-11-18T15:00:00.000Z';
export const never = () => false;

/** Tuesday is closed, unless said otherwise. */
export function closing(changes: Partial<ClosureToDeclare> = {}): ClosureToDeclare {
  const closure = { name: 'Snow', date: '2026-11-17' };
  const fixed = { calendarName: 'default', closure, staffId: fakeStaffId, tellCitizens: false };
  return { ...fixed, ...changes };
}

/** Requests of as many citizens, each to be answered by Tuesday ten. */
export async function townWith(count: number): Promise<MemoryTown> {
  const town = new MemoryTown();
  const addresses = Array.from({ length: count }, (_, index) => `+1202555${String(index + 1e4)}`);
  await town.accept(...addresses.map((address) => fakeMessage({ sender: { address } })));
  await town.register();
  return town;
}

export function dues(town: MemoryTown): string[] {
  return town.database.clocks.all().map(({ dueAt }) => isoFromInstant(dueAt));
}

export function statuses(town: MemoryTown) {
  return town.database.outbox.all().filter(({ kind }) => kind === 'status');
}

export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
}
