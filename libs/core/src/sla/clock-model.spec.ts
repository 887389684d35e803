import { describe, it } from '@jest/globals';
import fc from 'fast-check';

import { ClockTown, type Happening } from '../../../../test/support/clock-town.js';
import type { SlaClockKind } from './sla-clock.js';

const happenings = fc.array(
  fc.record({
    after: fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 26 * 60 })),
    twice: fc.boolean(),
    happening: fc.oneof<fc.Arbitrary<Happening>[]>(
      fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }),
      fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }),
      fc.record({ kind: fc.constantFrom('meet' as const, 'bounce' as const, 'end' as const) }),
      fc.record({ kind: fc.constantFrom('sweep' as const, 'crash' as const) }),
      fc.record({ kind: fc.constant('met-before' as const), minutes: fc.nat({ max: 600 }) }),
      fc.record({ kind: fc.constant('closure' as const), day: fc.nat({ max: 12 }) }),
      fc.record({ kind: fc.constant('hours' as const), week: fc.nat({ max: 2 }) }),
    ),
  }),
  { maxLength: 14 },
);
const beginnings = fc.record({
  kind: fc.constantFrom<SlaClockKind>('resolution', 'resolution', 'first_response', 'duty'),
  minute: fc.nat({ max: 7 * 24 * 60 }),
  minutes: fc.integer({ min: 1, max: 30 * 60 }),
  wall: fc.boolean(),
  week: fc.nat({ max: 2 }),
});

describe('a clock under whatever happens in whatever order', () => {
  it('says what counting every minute again says, loses nothing in a crash, and notices each step once', () => {
    const agrees = fc.property(beginnings, happenings, (beginning, all) => {
      const town = new ClockTown(beginning);
      for (const { after, twice, happening } of all) {
        town.wait(after);
        town.happen(happening);
        if (twice) town.happen(happening);
        town.compare();
      }
      town.finish();
    });
    fc.assert(agrees, { numRuns: 250 });
  });
});
