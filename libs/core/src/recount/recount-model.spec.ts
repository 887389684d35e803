import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { closing, never, statuses, valueOf } from '../../../../test/support/closure-samples.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { DAY, HOUR, type Instant, isoFromInstant, MINUTE } from '../time/instant.js';
import { declareClosure, previewClosure } from './declare-closure.js';

/** What happened in a town until somebody declares closures. */
const events: fc.Arbitrary<readonly Happened[]> = fc.array(
  fc.record<Happened>({
    afterMs: fc.integer({ min: 0, max: 30 * HOUR }),
    what: fc.constantFrom('written', 'written', 'automatic', 'met', 'ended'),
  }),
  { minLength: 1, maxLength: 8 },
);
const closures = fc.array(
  fc.record({
    beginsMs: fc.integer({ min: -2 * DAY, max: 4 * DAY }),
    lastsMs: fc.integer({ min: MINUTE, max: 3 * DAY }),
    tellCitizens: fc.boolean(),
    dies: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

interface Happened {
  readonly afterMs: number;
  readonly what: 'written' | 'automatic' | 'met' | 'ended';
}

async function townAfter(happened: readonly Happened[]): Promise<MemoryTown> {
  const town = new MemoryTown();
  for (const [index, { afterMs, what }] of happened.entries()) {
    town.clock.advance(afterMs);
    const address = `+12025550${String(index + 100)}`;
    const { id } = await town.receive({ sender: { address }, automatic: what === 'automatic' });
    const clock = town.database.clocks.all().find(({ requestId }) => requestId === id);
    if (clock === undefined || (what !== 'met' && what !== 'ended')) continue;
    const at = town.clock.now();
    const end = what === 'met' ? { metAt: at } : { endedAt: at };
    town.database.clocks.update(clock.id, { ...end, state: what, nextStepAt: null });
  }
  return town;
}

function clocksOf(town: MemoryTown) {
  return town.database.clocks.all().map(({ requestId, kind, state, dueAt }) => ({
    ...{ kind, state, dueAt },
    number: town.database.requests.get(requestId)?.number ?? '',
  }));
}

describe('whatever was written, answered and closed', () => {
  it('a closure does what its preview said, once, also when it dies on the way', async () => {
    const agrees = fc.asyncProperty(events, closures, async (happened, declared) => {
      const town = await townAfter(happened);
      for (const { beginsMs, lastsMs, tellCitizens, dies } of declared) {
        const from = (town.clock.now() + beginsMs) as Instant;
        const to = (from + lastsMs) as Instant;
        fc.pre(to > town.clock.now());
        const closure = { from: isoFromInstant(from), to: isoFromInstant(to), name: 'Closed' };
        const change = closing({ closure, tellCitizens });
        const preview = valueOf(await previewClosure(town.calendarPorts, change));
        const before = clocksOf(town);
        const saidBefore = statuses(town).length;
        if (dies) await dieInFirstPage(town, change);
        await declareClosure(town.calendarPorts, change, never);
        const expected = before.map((clock) => {
          const row = preview.rows.find(
            ({ number, kind }) => number === clock.number && kind === clock.kind,
          );
          const isOpen = clock.state === 'running' || clock.state === 'paused';
          return isOpen && row !== undefined ? { ...clock, dueAt: row.dueAfter } : clock;
        });
        expect(clocksOf(town)).toEqual(expected);
        expect(statuses(town).length - saidBefore).toBe(tellCitizens ? preview.toldOtherwise : 0);
        const audited = town.database.audit
          .all()
          .filter(({ action }) => action === 'clocks.recounted');
        const moved = audited.at(-1)?.detail['moved'] ?? 0;
        expect(preview.clocks === 0 ? 0 : moved).toBe(preview.moved);
        const after = JSON.stringify(clocksOf(town));
        await declareClosure(town.calendarPorts, change, never);
        expect(JSON.stringify(clocksOf(town))).toBe(after);
        town.clock.advance(HOUR);
      }
    });
    await fc.assert(agrees, { numRuns: 40 });
  });

  it('the promise of each open request is the due time of its clock, and so is its place', async () => {
    const holds = fc.asyncProperty(events, closures, async (happened, declared) => {
      const town = await townAfter(happened);
      for (const { beginsMs, lastsMs } of declared) {
        const from = (town.clock.now() + Math.abs(beginsMs)) as Instant;
        const to = (from + lastsMs) as Instant;
        const closure = { from: isoFromInstant(from), to: isoFromInstant(to), name: 'Closed' };
        await declareClosure(town.calendarPorts, closing({ closure }), never);
      }
      for (const { requestId, kind, state, dueAt } of town.database.clocks.all()) {
        if (state !== 'running' || kind !== 'first_response') continue;
        expect(town.request(requestId)).toMatchObject({ expectedAt: dueAt, nextDeadlineAt: dueAt });
      }
    });
    await fc.assert(holds, { numRuns: 30 });
  });
});

async function dieInFirstPage(town: MemoryTown, change: ReturnType<typeof closing>): Promise<void> {
  const checkpoint = (name: string) => {
    if (name === 'recount:planned') throw new Error('killed');
  };
  await declareClosure({ ...town.calendarPorts, checkpoint }, change, never).catch(() => undefined);
}
