import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  AnswerLadder,
  type Between,
  type Fate,
  fates,
  type Rung,
} from '../../../../test/support/models/answer-ladder.js';

const fate = fc.constantFrom<Fate>(...fates);
const rung: fc.Arbitrary<Rung> = fc.record({
  verified: fc.boolean(),
  undeliverable: fc.boolean(),
  stopped: fc.boolean(),
  fate,
});
const between = fc.constantFrom<Between>(
  ...(['nothing', 'stop', 'start', 'sweep-twice', 'message-elsewhere'] as const),
);

const open = { verified: true, undeliverable: false, stopped: false } as const;

async function endOf(origin: Fate, rungs: readonly Rung[], events: readonly Between[] = []) {
  const ladder = new AnswerLadder(origin, rungs);
  const taken = await ladder.answer();
  await ladder.live(events);
  const findings = await ladder.findings();
  return { taken, ...ladder.ending(), findings, faults: ladder.faults };
}

describe('an answer on its way to the citizen', () => {
  it('ends exactly once: accepted, or in the work list', async () => {
    const holds = fc.asyncProperty(
      fate,
      fc.array(rung, { maxLength: 4 }),
      fc.array(between, { maxLength: 5 }),
      async (origin, rungs, events) => {
        const { accepted, listed, findings, faults } = await endOf(origin, rungs, events);
        expect(faults).toEqual([]);
        expect(findings).toEqual([]);
        expect(accepted + listed).toBe(1);
      },
    );
    await fc.assert(holds, { numRuns: 150 });
  });

  it.each([
    'opted-out',
    'window-closed',
    'recipient-gone',
    'accepted-then-gone',
    'accepted-then-stopped',
    'gone-before-the-answer',
    'accepted-then-away',
  ] as const)('goes the next way when the first one ends %s', async (origin) => {
    const end = await endOf(origin, [{ ...open, fate: 'accepted' }]);
    expect(end).toEqual({ taken: true, accepted: 1, listed: 0, findings: [], faults: [] });
  });

  it.each(['rejected', 'silent', 'accepted-then-lost', 'accepted-then-unexplained'] as const)(
    'waits for a person when the first way ends %s',
    async (origin) => {
      const end = await endOf(origin, [{ ...open, fate: 'accepted' }]);
      expect(end).toMatchObject({ accepted: 0, listed: 1, faults: [] });
    },
  );

  it('goes the next way when the citizen says stop while it waits, and not again after start', async () => {
    const events = ['stop', 'nothing', 'start', 'nothing'] as const;
    const end = await endOf('accepted', [{ ...open, fate: 'accepted' }], events);
    expect(end).toMatchObject({ accepted: 1, listed: 0, faults: [] });
  });

  it('goes the same way again when the first one was only out of reach', async () => {
    const end = await endOf('away-then-accepted', []);
    expect(end).toEqual({ taken: true, accepted: 1, listed: 0, findings: [], faults: [] });
  });

  it('reaches nobody by claims, dead addresses and those who said stop', async () => {
    const closed = [{ verified: false }, { undeliverable: true }, { stopped: true }];
    const rungs = closed.map((why) => ({ ...open, fate: 'accepted' as const, ...why }));
    expect(await endOf('recipient-gone', rungs)).toMatchObject({ accepted: 0, listed: 1 });
  });
});
