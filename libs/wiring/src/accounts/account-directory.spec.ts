import { randomBytes } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import type {
  ChannelAccountRecord,
  ChannelAccountStore,
} from '#core/account/channel-account-store';
import { defaultPacing } from '#core/account/channel-accounts';
import type { ChannelAdapter } from '#core/channel/adapter';
import { defineChannel } from '#core/channel/definition';
import type { ChannelAccountId } from '#core/identity/ids';
import { secretBox } from '#core/secret/secret-box';
import type { Instant } from '#core/time/instant';

import { fakeCapabilities } from '../../../../test/support/fakes/fake-channel.js';
import { AccountDirectory } from './account-directory.js';
import type { AccountParts } from './live-account.js';

const secrets = secretBox([randomBytes(32)]);
const adapter: ChannelAdapter = {
  normalise: () => ({ kind: 'ignored', reason: 'test' }),
  send: () => Promise.resolve({ kind: 'sent', providerId: 'x' }),
};
const channel = defineChannel({
  code: 'post',
  title: 'Post',
  summary: 'Letters.',
  capabilities: fakeCapabilities,
  settings: z.strictObject({ box: z.int() }),
  create: ({ box }) => {
    if (box === 13) throw new Error('unlucky');
    return { ...adapter };
  },
});
const parts: AccountParts = {
  channels: [channel],
  secrets,
  pacing: defaultPacing,
  sandboxPorts: [],
  toolsFor: () => ({}) as ReturnType<AccountParts['toolsFor']>,
};

function record(code: string, settings: unknown, change: Partial<ChannelAccountRecord> = {}) {
  return {
    id: `id-${code}` as ChannelAccountId,
    ...{ code, channel: 'post', title: code, enabled: true, version: 1 },
    sealedSettings: secrets.seal(JSON.stringify(settings)),
    createdAt: 0 as Instant,
    ...change,
  };
}

function directoryOver(records: ChannelAccountRecord[]) {
  const told: string[] = [];
  const store: ChannelAccountStore = {
    list: () => Promise.resolve([...records]),
    newestVersions: () =>
      Promise.resolve(records.map(({ id, version }) => `${id}:${version}`).join()),
    add: () => Promise.resolve(false),
    replace: () => Promise.resolve(false),
  };
  const events = {
    broken: ({ code }: ChannelAccountRecord, reason: string) => told.push(`${code}: ${reason}`),
    brokenCount: () => undefined,
  };
  return { directory: new AccountDirectory(store, parts, events), told };
}

describe('The accounts of a process', () => {
  it('are found by code and by id', async () => {
    const { directory } = directoryOver([record('a', { box: 1 })]);
    await directory.refresh();
    expect(directory.byCode('a')?.channel).toBe('post');
    expect(directory.byId('id-a' as ChannelAccountId)).toBe(directory.byCode('a'));
    expect(directory.byId('id-b' as ChannelAccountId)).toBe('unknown');
  });

  it('keep their adapter while they do not change, and get a new one when they do', async () => {
    const records = [record('a', { box: 1 })];
    const { directory } = directoryOver(records);
    await directory.refresh();
    const before = directory.byCode('a');
    records.push(record('b', { box: 2 }));
    expect(await directory.refresh()).toBe(true);
    expect(directory.byCode('a')).toBe(before);
    records[0] = record('a', { box: 3 }, { version: 2 });
    await directory.refresh();
    expect(directory.byCode('a')).not.toBe(before);
  });

  it('are not read again while nothing changed', async () => {
    const { directory } = directoryOver([record('a', { box: 1 })]);
    expect(await directory.refresh()).toBe(true);
    expect(await directory.refresh()).toBe(false);
  });

  it('stay known when they are switched off, but take nothing any more', async () => {
    const { directory } = directoryOver([record('a', { box: 1 }, { enabled: false })]);
    await directory.refresh();
    expect(directory.byCode('a')).toBeNull();
    expect(directory.enabled()).toEqual([]);
    expect(directory.byId('id-a' as ChannelAccountId)).toMatchObject({ enabled: false });
  });

  it.each([
    ['settings that do not fit', record('bad', { box: 'no number' }), /box: /],
    ['a channel that is not there', record('bad', {}, { channel: 'pigeon' }), /"pigeon"/],
    ['an adapter that cannot be made', record('bad', { box: 13 }), /could not be set up/],
    [
      'settings sealed with a lost key',
      record('bad', {}, { sealedSettings: secretBox([randomBytes(32)]).seal('{}') }),
      /TOWNLINE_SECRET_KEY/,
    ],
  ])('are broken with %s, alone and by name', async (_, bad, reason) => {
    const { directory, told } = directoryOver([bad, record('good', { box: 1 })]);
    await directory.refresh();
    expect(directory.byId(bad.id)).toBe('broken');
    expect(directory.byCode('bad')).toBeNull();
    expect(directory.byCode('good')).not.toBeNull();
    expect(told).toEqual([expect.stringMatching(reason)]);
  });
});
