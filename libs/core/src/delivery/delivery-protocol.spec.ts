import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  DeliveryProtocol,
  type Mutation,
  type ProviderTraits,
  type Step,
} from '../../../../test/support/models/delivery-protocol.js';

const worker = fc.constantFrom(0 as const, 1 as const);
const fate = fc.constantFrom(
  'answered' as const,
  'accepted-then-silent' as const,
  'silent' as const,
  'refused' as const,
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'enqueue' }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim' as const), worker }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), worker, fate }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('settle' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), worker }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(1, 35, 61, 121, 201, 700),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('reconcile' as const), listAnswers: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'resend-by-person' }) },
);
const steps = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });

const traits: readonly ProviderTraits[] = [
  { dropsRepeatedKeys: false, listsWhatItSent: false },
  { dropsRepeatedKeys: false, listsWhatItSent: true },
  { dropsRepeatedKeys: true, listsWhatItSent: false },
  { dropsRepeatedKeys: true, listsWhatItSent: true },
];

const enqueue: Step = { kind: 'enqueue' };
const claim = (by: 0 | 1): Step => ({ kind: 'claim', worker: by });
const settle = (by: 0 | 1): Step => ({ kind: 'settle', worker: by });
const wait = (seconds: number): Step => ({ kind: 'wait', seconds });
const look: Step = { kind: 'reconcile', listAnswers: true };
const send = (by: 0 | 1, how: Extract<Step, { kind: 'send' }>['fate']): Step => ({
  kind: 'send',
  worker: by,
  fate: how,
});
/** The lease runs out, and two empty lists a minute apart make the entry wait again. */
const givenBack = [wait(201), look, wait(121), look, wait(61), look];

/** One interleaving for each fault; the right protocol survives every one of them. */
const interleavings: Record<Exclude<Mutation, 'none'>, readonly Step[]> = {
  'bytes-before-attempt-row': [
    enqueue,
    claim(0),
    send(0, 'answered'),
    claim(1),
    send(1, 'answered'),
  ],
  'rescue-by-time-only': [
    ...[enqueue, claim(0), send(0, 'accepted-then-silent'), { kind: 'crash', worker: 0 } as const],
    ...[wait(201), look, claim(1), send(1, 'answered')],
  ],
  'single-list-read': [
    ...[enqueue, claim(0), send(0, 'accepted-then-silent'), settle(0)],
    ...[wait(121), look, claim(1), send(1, 'answered')],
  ],
  'frozen-worker-sends': [
    ...[enqueue, claim(0), ...givenBack],
    ...[claim(1), send(1, 'answered'), settle(1), send(0, 'answered')],
  ],
  'settle-without-fence': [
    ...[enqueue, claim(0), send(0, 'refused'), ...givenBack],
    ...[claim(1), send(1, 'answered'), settle(1), settle(0)],
  ],
};
const examples = Object.values(interleavings).map((known): [Step[]] => [[...known]]);

async function check(trait: ProviderTraits, mutation: Mutation, script: readonly Step[]) {
  const protocol = new DeliveryProtocol(trait, mutation);
  await protocol.run(script);
  await protocol.finish();
  return { doubled: protocol.doubled(), lost: protocol.lost() };
}

describe('the protocol of delivery', () => {
  it.each(traits)(
    'accepts nothing twice and loses nothing, with a provider of %j',
    async (trait) => {
      const holds = fc.asyncProperty(steps, async (script) => {
        expect(await check(trait, 'none', script)).toEqual({ doubled: [], lost: [] });
      });
      await fc.assert(holds, { numRuns: 120, examples });
    },
  );

  it.each(Object.keys(interleavings) as (keyof typeof interleavings)[])(
    'built with the fault "%s" would accept a message twice',
    async (mutation) => {
      const [, trait] = traits;
      if (trait === undefined) throw new Error('a provider with a list');
      const right = await check(trait, 'none', interleavings[mutation]);
      expect(right.doubled).toEqual([]);
      const { doubled } = await check(trait, mutation, interleavings[mutation]);
      expect(doubled).toHaveLength(1);
    },
  );

  it('is questioned by interleavings that find its faults without being told', async () => {
    const [, trait] = traits;
    if (trait === undefined) throw new Error('a provider with a list');
    for (const mutation of ['bytes-before-attempt-row', 'rescue-by-time-only'] as const) {
      const found = fc.asyncProperty(steps, async (script) => {
        const { doubled } = await check(trait, mutation, script);
        expect(doubled).toEqual([]);
      });
      const details = await fc.check(found, { numRuns: 300, endOnFailure: true });
      expect(details.failed).toBe(true);
    }
  });
});
