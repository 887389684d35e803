import { describe, expect, it } from '@jest/globals';

import { FaultBoard } from './fault-board.js';

describe('The board of faults', () => {
  it('gives a fault as often as was asked, then never again', () => {
    const board = new FaultBoard();
    board.arm('mail', 'refuse', 2);
    const taken = [1, 2, 3].map(() => board.take('mail', ['refuse']));
    expect(taken).toEqual(['refuse', 'refuse', null]);
    expect(board.list()).toEqual([]);
  });

  it('gives a fault to the provider and the moment that it was asked for only', () => {
    const board = new FaultBoard();
    board.arm('mail', 'refuse', 1);
    expect(board.take('phone', ['refuse'])).toBeNull();
    expect(board.take('mail', ['bounce', 'withhold'])).toBeNull();
    expect(board.list()).toEqual([{ provider: 'mail', code: 'refuse', left: 1 }]);
  });

  it('takes a fault back', () => {
    const board = new FaultBoard();
    board.arm('mail', 'refuse', 3);
    board.arm('mail', 'refuse', 0);
    expect(board.take('mail', ['refuse'])).toBeNull();
  });
});
