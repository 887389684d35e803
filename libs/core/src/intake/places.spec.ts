import { setImmediate as endOfTurn } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { Places } from './places.js';

describe('places', () => {
  it('lets so many work at once, the others in the order in which they came', async () => {
    const places = new Places(2);
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const work = (name: string) =>
      places.use(async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        return name;
      });
    const results = Promise.all(['a', 'b', 'c', 'd'].map(work));
    await endOfTurn();
    expect(begun).toEqual(['a', 'b']);
    ends.shift()?.();
    await endOfTurn();
    expect(begun).toEqual(['a', 'b', 'c']);
    ends.shift()?.();
    await endOfTurn();
    for (const end of ends) end();
    expect(await results).toEqual(['a', 'b', 'c', 'd']);
  });

  it('has the place free again when the work fails', async () => {
    const places = new Places(1);
    await expect(places.use(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await places.use(() => Promise.resolve('next'))).toBe('next');
  });
});
