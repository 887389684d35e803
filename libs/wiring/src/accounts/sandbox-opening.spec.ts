import { describe, expect, it } from '@jest/globals';

import type { ChannelAccountId } from '#core/identity/ids';

import { fakeAccount } from '../../../../test/support/fakes/fake-channel.js';
import type { DirectoryEntry } from './account-directory.js';
import { SandboxOpening } from './sandbox-opening.js';

const real = fakeAccount({ id: 'real' as ChannelAccountId });
const played = fakeAccount({ id: 'played' as ChannelAccountId });

function opening(): SandboxOpening {
  const entries = [real, played].map(({ id }) => ({ record: { id }, sandbox: id === played.id }));
  return new SandboxOpening({ all: () => entries as unknown as readonly DirectoryEntry[] });
}

describe('accounts whose provider the sandbox plays', () => {
  it('are left alone from when it is announced until it is open, and looked at then', () => {
    const sandbox = opening();
    let looks = 0;
    sandbox.onEnd(() => (looks += 1));
    sandbox.begin();
    expect(sandbox.reachable([real, played])).toEqual([real]);
    sandbox.end();
    sandbox.end();
    expect(sandbox.reachable([real, played])).toEqual([real, played]);
    expect(looks).toBe(1);
  });

  it('are like others in a process that starts no sandbox', () => {
    expect(opening().reachable([real, played])).toEqual([real, played]);
  });
});
