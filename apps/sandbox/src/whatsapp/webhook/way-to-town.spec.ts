import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { FaultBoard } from '../../fault-board.js';
import type { Ledger, LedgerLine } from '../../ledger.js';
import { WayToTown } from './way-to-town.js';

const ledger = { append: () => Promise.resolve() } as unknown as Ledger;

describe('The way of messages to the town', () => {
  let faults: FaultBoard;
  let calls: string[];
  let way: WayToTown;

  beforeEach(() => {
    jest.useFakeTimers();
    faults = new FaultBoard();
    calls = [];
    const call = (lines: readonly LedgerLine[]) => {
      calls.push(lines.map(({ id }) => id).join('+'));
      return Promise.resolve();
    };
    way = new WayToTown('whatsapp', { faults, ledger }, { call, repeat: call });
  });
  afterEach(() => {
    way.close();
    jest.useRealTimers();
  });

  it.each([
    ['reordered', ['two', 'one', 'three']],
    ['together', ['one+two', 'three']],
    ['twice', ['one', 'one', 'two', 'three']],
  ])('is changed once by %s', async (fault, expected) => {
    faults.arm('whatsapp', fault, 1);
    for (const id of ['one', 'two', 'three']) await way.bring(line(id));
    expect(calls).toEqual(expected);
  });

  it('does not hold a message for ever when none follows', async () => {
    faults.arm('whatsapp', 'reordered', 1);
    await way.bring(line('alone'));
    expect(calls).toEqual([]);
    jest.advanceTimersByTime(20_000);
    expect(calls).toEqual(['alone']);
  });

  it('brings nothing that it holds once it is closed', async () => {
    faults.arm('whatsapp', 'together', 1);
    await way.bring(line('held'));
    way.close();
    jest.advanceTimersByTime(60_000);
    expect(calls).toEqual([]);
  });
});

function line(id: string): LedgerLine {
  return { id } as LedgerLine;
}
