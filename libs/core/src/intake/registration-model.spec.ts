import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeAccountId,
  fakeCapabilities,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { Normalised } from '../channel/normalised.js';
import type { ChannelAccountId } from '../identity/ids.js';
import { verifyLedger } from '../ledger/verify-ledger.js';
import { DAY, MINUTE } from '../time/instant.js';

const mailAccountId = '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId;
const mail = fakeAccount({
  id: mailAccountId,
  code: 'mail',
  capabilities: { ...fakeCapabilities, grouping: 'separate' },
});

/** One thing that arrives, and how much later than the one before. */
interface Arrival {
  readonly event: Normalised;
  readonly onMail: boolean;
  readonly afterMs: number;
}

const messages = fc
  .record({
    sender: fc.integer({ min: 0, max: 4 }),
    authentic: fc.constantFrom(true, true, true, false),
    text: fc.constantFrom('Hello', 'Thanks!', 'Any news?', '', 'FM26-000001-9', 'Re FM26-000002-4'),
    externalId: fc.option(fc.constantFrom('<1>', '<2>', '<3>'), { nil: null }),
    repliesTo: fc.array(fc.constantFrom('<1>', '<2>', '<3>'), { maxLength: 2 }),
    automatic: fc.boolean(),
  })
  .map(({ sender, authentic, repliesTo, ...said }) =>
    fakeMessage({
      ...said,
      evidence: { signedReferences: [], repliesTo },
      sender: { address: `+1202555010${String(sender)}`, authentic },
    }),
  );
const events: fc.Arbitrary<Normalised> = fc.oneof(
  { weight: 9, arbitrary: messages },
  { weight: 1, arbitrary: fc.constant({ kind: 'ignored', reason: 'own-echo' } as const) },
  { weight: 1, arbitrary: fc.constant(fakeMessage({ sender: { address: '' } })) },
);
const arrivals = fc.array(
  fc.record({
    event: events,
    onMail: fc.boolean(),
    afterMs: fc.constantFrom(0, 0, 0, MINUTE, DAY, 8 * DAY),
  }),
  { minLength: 1, maxLength: 30 },
);
/** True where a batch ends. */
const cuts = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });

/** Accepts all and registers after each cut; what the numbers promise to strangers is fixed before. */
async function registerInBatches(
  sequence: readonly Arrival[],
  endsBatch: (index: number) => boolean,
): Promise<MemoryTown> {
  const town = new MemoryTown(new FakeAccounts(fakeAccount(), mail), 64);
  await town.receive({ text: 'one', sender: { address: '+12025550100' } });
  await town.receive({ text: 'two', sender: { address: '+12025550101' } });
  for (const [index, { event, onMail, afterMs }] of sequence.entries()) {
    town.clock.advance(afterMs);
    await town.acceptBatch({
      channelAccountId: onMail ? mailAccountId : fakeAccountId,
      envelopes: [fakeEnvelope(event, `${String(onMail)}-${String(index)}`)],
    });
    if (endsBatch(index)) await town.register();
  }
  await town.register();
  return town;
}

/** What can be compared between two towns: requests by the envelope that made them, no ids. */
function endState(town: MemoryTown) {
  const { envelopes, messages: rows, requests, clocks, links } = town.database;
  const creator = new Map(
    envelopes.all().flatMap((row) => (row.outcome === 'created' ? [[row.requestId, row.id]] : [])),
  );
  return {
    outcomes: envelopes.all().map((row) => [row.outcome, creator.get(row.requestId), row.reason]),
    requests: requests
      .all()
      .map((row) => [
        creator.get(row.id),
        row.status,
        row.messageCount,
        row.conversationKey?.toString('hex'),
        row.lastMessageAt,
        row.nextDeadlineAt,
        row.expectedAt,
        row.subject,
      ])
      .sort(byCreator),
    messages: rows.all().map((row) => [row.envelopeId, creator.get(row.requestId)]),
    clocks: clocks
      .all()
      .map((row) => [creator.get(row.requestId), row.kind, row.startedAt])
      .sort(byCreator),
    links: links
      .all()
      .map((row) => [creator.get(row.requestId), creator.get(row.relatedRequestId), row.reason]),
  };
}

function byCreator(one: readonly unknown[], other: readonly unknown[]): number {
  return Number(one[0]) - Number(other[0]);
}

describe('registration of any sequence of messages', () => {
  it('ends the same in batches, wherever they are cut, as one by one', async () => {
    const sameEnd = fc.asyncProperty(arrivals, cuts, async (sequence, endsBatch) => {
      const oneByOne = await registerInBatches(sequence, () => true);
      const inBatches = await registerInBatches(sequence, (index) => endsBatch[index] === true);
      expect(endState(inBatches)).toEqual(endState(oneByOne));
    });
    await fc.assert(sameEnd, { numRuns: 80 });
  });

  it('keeps the ledger clean: one outcome each, one current request a conversation, no gap', async () => {
    const clean = fc.asyncProperty(arrivals, cuts, async (sequence, endsBatch) => {
      const town = await registerInBatches(sequence, (index) => endsBatch[index] === true);
      const report = await verifyLedger(town);
      expect(report.findings).toEqual([]);
      expect(town.database.envelopes.all().every((row) => row.outcome !== null)).toBe(true);
      const inOrder = town.database.messages.all().map((row) => row.envelopeId);
      expect(inOrder).toEqual([...inOrder].sort((one, other) => Number(one) - Number(other)));
    });
    await fc.assert(clean, { numRuns: 80 });
  });
});
