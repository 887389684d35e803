import { describe, expect, it } from '@jest/globals';

import { fakeMessage } from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { HOUR, MINUTE } from '../time/instant.js';
import type { LedgerFinding } from './ledger-finding.js';
import { MAX_FINDINGS, verifyLedger } from './verify-ledger.js';

async function busyTown(): Promise<MemoryTown> {
  const town = new MemoryTown();
  await town.receive({ text: 'one' });
  await town.receive({ text: 'x'.repeat(70_000), sender: { address: '+12025550133' } });
  return town;
}

async function rulesBroken(town: MemoryTown): Promise<string[]> {
  const report = await verifyLedger(town);
  expect(report.clean).toBe(report.findings.length === 0);
  return report.findings.map(({ rule }) => rule);
}

describe('the ledger', () => {
  it('is clean after ordinary work, and counts it', async () => {
    const report = await verifyLedger(await busyTown());
    expect(report).toEqual({
      clean: true,
      counts: { envelopes: 2, requests: 2, messages: 2, outboxEntries: 2, files: 1 },
      findings: [],
      findingCount: 0,
    });
  });

  it.each<[string, string, (town: MemoryTown) => void | Promise<void>]>([
    [
      'an envelope waits for more than a minute',
      'envelope-outcome',
      async (town) => {
        await town.accept(fakeMessage());
        town.clock.advance(MINUTE + 1);
      },
    ],
    [
      'an envelope has no message',
      'envelope-message',
      ({ database }) => {
        const [row] = database.envelopes.all();
        database.envelopes.update(row?.id ?? 0, { outcome: 'joined', requestId: null });
      },
    ],
    [
      'a number is missing in its series',
      'request-number',
      ({ database }) => {
        const [row] = database.requests.all();
        database.requests.update(row?.id ?? '', { number: 'FM26-000009-8' });
      },
    ],
    [
      'a count is not what its messages say',
      'request-counters',
      ({ database }) => {
        const [row] = database.requests.all();
        database.requests.update(row?.id ?? '', { messageCount: 7 });
      },
    ],
    [
      'an outgoing message is in nobody’s hands',
      'outbox-state',
      ({ database }) => {
        const [row] = database.outbox.all();
        database.outbox.update(row?.id ?? '', { state: 'sending' });
      },
    ],
    [
      'a message counts as sent without an accepted attempt',
      'outbox-attempt',
      ({ database }) => {
        const [row] = database.outbox.all();
        database.outbox.update(row?.id ?? '', { state: 'sent' });
      },
    ],
    [
      'a file is missing',
      'file-present',
      ({ database, files }) =>
        files.remove(database.envelopes.all()[1]?.rawSha256 ?? Buffer.alloc(0)),
    ],
    [
      'a file was altered',
      'file-present',
      ({ database, files }) => {
        const sha256 = database.envelopes.all()[1]?.rawSha256 ?? Buffer.alloc(0);
        files.alter(sha256, Buffer.from('something else'));
      },
    ],
    [
      'a file is nobody’s for more than an hour',
      'file-orphan',
      async ({ files, clock }) => {
        await files.put(Buffer.from('orphan'));
        clock.advance(HOUR + 1);
      },
    ],
  ])('names it when %s', async (_what, rule, damage) => {
    const town = await busyTown();
    await damage(town);
    expect(await rulesBroken(town)).toEqual([rule]);
  });

  it('does not call a file an orphan that was written a moment ago', async () => {
    const town = await busyTown();
    await town.files.put(Buffer.from('its row comes next'));
    expect(await rulesBroken(town)).toEqual([]);
  });

  it('counts all findings and shows the first thousand', async () => {
    const town = new MemoryTown();
    const finding: LedgerFinding = { rule: 'request-clock', subject: 'clock:1', detail: 'is lost' };
    const findings = async function* () {
      await Promise.resolve();
      for (let index = 0; index < MAX_FINDINGS + 5; index += 1) yield finding;
    };
    const ledger = Object.assign(town.ledger, { findings });
    const { files, clock } = town;
    const report = await verifyLedger({ ledger, files, clock });
    expect(report).toMatchObject({ clean: false, findingCount: MAX_FINDINGS + 5 });
    expect(report.findings).toHaveLength(MAX_FINDINGS);
  });
});
