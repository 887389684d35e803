import { describe, expect, it } from '@jest/globals';

import { ConnectionGate } from './connection-gate.js';

describe('the gate before the one connection', () => {
  it('lets one through at a time, in the order of arrival', async () => {
    const gate = new ConnectionGate();
    const steps: string[] = [];
    const visit = (name: string) =>
      gate.hold(async () => {
        steps.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        steps.push(`${name} out`);
      });
    await Promise.all(['a', 'b', 'c'].map(visit));
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('says at once that a holder would wait for itself', async () => {
    const gate = new ConnectionGate();
    const nested = gate.hold(() => gate.hold(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('would wait for itself');
    await expect(gate.hold(() => Promise.resolve('free'))).resolves.toBe('free');
  });

  it('lets in what a holder has started, once the holder is gone', async () => {
    const gate = new ConnectionGate();
    let later: Promise<string> = Promise.resolve('');
    await gate.hold(() => {
      later = new Promise((resolve) => setTimeout(resolve, 5)).then(() =>
        gate.hold(() => Promise.resolve('let in')),
      );
      return Promise.resolve();
    });
    await expect(later).resolves.toBe('let in');
  });
});
