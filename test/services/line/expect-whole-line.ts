import { expect } from '@jest/globals';

import { contentsOf } from '../../support/line-watch.js';
import type { LoopbackMessage } from '../../support/loopback-events.js';
import type { TestTown } from '../../support/test-town.js';

/**
 * Nothing lost, nothing doubled, in order for each sender, one request for each sender, numbers
 * without a gap, every acknowledgement at the provider exactly once, and the ledger clean.
 */
export async function expectWholeLine(
  town: TestTown,
  conversations: readonly (readonly LoopbackMessage[])[],
): Promise<void> {
  const contents = await contentsOf(town);
  const sent = conversations.flat();
  expect([...contents.registered].sort()).toEqual(sent.map(({ id }) => id).sort());
  const texts = conversations.map((messages) => [
    messages[0]?.from,
    messages.map(({ text }) => text),
  ]);
  expect(Object.fromEntries(contents.textsBySender)).toEqual(Object.fromEntries(texts));
  expect(contents.requests).toBe(conversations.length);
  expect(contents.sequences).toEqual(conversations.map((_, index) => index + 1));
  expect(contents.quarantined).toEqual([]);
  const once = conversations.map((messages) => [messages[0]?.from, 1]);
  expect(Object.fromEntries(contents.arrivals)).toEqual(Object.fromEntries(once));
  await expectCleanLedger(town);
}

export async function expectCleanLedger(town: TestTown): Promise<void> {
  const report = await town.verify();
  expect(report.findings).toEqual([]);
  expect(report.clean).toBe(true);
}
