import { randomBytes } from 'node:crypto';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { defaultTown } from '#core/account/default-town';
import { defineChannel } from '#core/channel/definition';
import type { StaffId } from '#core/identity/ids';
import { timeOrderedIds } from '#core/identity/time-ordered-id';

import { fakeCapabilities, fakeChannel } from '../../../../test/support/channel-fake.js';
import { channelTools } from '../../../../test/support/channel-tools.js';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.js';
import { MemoryArrivalStore } from '../../../../test/support/fakes/memory-arrival-store.js';
import { MemoryChannelAccountStore } from '../../../../test/support/fakes/memory-channel-account-store.js';
import { MemoryDatabase } from '../../../../test/support/fakes/memory-database.js';
import { MemorySpendStore } from '../../../../test/support/fakes/memory-spend-store.js';
import type { Database } from '../database/database.js';
import { TownSecrets } from '../secrets/town-secrets.js';
import { readSettings } from '../settings/read-settings.js';
import { AccountDirectory } from './account-directory.js';
import { ManageAccounts } from './manage-accounts.js';
import { SandboxAccounts } from './sandbox-accounts.js';
import type { TownAccountParts } from './town-account-parts.js';

const somebody = 'staff' as StaffId;
const { definition: plain } = fakeChannel();
const post = defineChannel({
  code: 'post',
  title: 'Post',
  summary: 'Letters.',
  capabilities: fakeCapabilities,
  settings: z.strictObject({ apiBaseUrl: z.url(), secret: z.string().default('none') }),
  sandboxAccount: {
    code: 'letters',
    title: 'Letters (sandbox)',
    settings: ({ origin, secret }) => ({ apiBaseUrl: `${origin}/letters`, secret }),
  },
  create: (_settings, tools) => plain.create({ token: 'long enough' }, tools),
});
const real = { apiBaseUrl: 'https://provider.example' };

describe('The accounts of the sandbox', () => {
  let database: MemoryDatabase;
  let secrets: TownSecrets;
  let current: readonly Buffer[];

  beforeEach(async () => {
    database = new MemoryDatabase();
    current = [randomBytes(32)];
    secrets = await TownSecrets.open(current, '');
  });

  it('are made for a town that has none of its own, marked as what they are', async () => {
    const { sandbox, manage } = town();
    const served = await sandbox.prepare();
    expect(served).toEqual([
      {
        ...{ channel: 'post', code: 'letters', title: 'Letters (sandbox)' },
        settings: {
          apiBaseUrl: 'http://127.0.0.1:3111/letters',
          secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
        },
      },
    ]);
    expect(await manage.list()).toMatchObject([
      { code: 'letters', state: 'working', sandbox: true },
    ]);
  });

  it('are the same after a restart, and follow a changed port', async () => {
    const [before] = await town().sandbox.prepare();
    const [again] = await town().sandbox.prepare();
    expect(again).toEqual(before);
    expect(versions()).toEqual([1]);
    const [moved] = await town({ TOWNLINE_SANDBOX_PORT: '4111' }).sandbox.prepare();
    expect(moved?.settings).toMatchObject({ apiBaseUrl: 'http://127.0.0.1:4111/letters' });
    expect(versions()).toEqual([2]);
  });

  it('are not made beside a real account, unless that is asked for', async () => {
    await town().manage.add({ ...account('mail-room'), settings: real }, somebody);
    expect(await town().sandbox.prepare()).toEqual([]);
    expect(await town({ TOWNLINE_SANDBOX: '1' }).sandbox.prepare()).toHaveLength(1);
  });

  it('are made beside accounts that no sandbox could play', async () => {
    const { manage, sandbox } = town();
    const settings = { token: 'long enough' };
    await manage.add({ channel: 'fake', code: 'f', title: 'F', settings }, somebody);
    expect(await sandbox.prepare()).toHaveLength(1);
  });

  it.each([{ TOWNLINE_SANDBOX: '0' }, { NODE_ENV: 'production', TOWNLINE_SECRET_KEY: key() }])(
    'are not made with %j',
    async (environment) => {
      const { sandbox, manage } = town(environment);
      expect(await sandbox.prepare()).toEqual([]);
      expect(await manage.list()).toEqual([]);
    },
  );

  it('leave alone a real account of the same code', async () => {
    const { manage } = town();
    await manage.add({ ...account('letters'), settings: real }, somebody);
    expect(await town({ TOWNLINE_SANDBOX: '1' }).sandbox.prepare()).toEqual([]);
    expect(await manage.list()).toMatchObject([{ code: 'letters', sandbox: false }]);
  });

  it('are real from the moment that a person gives them settings', async () => {
    const { sandbox, manage } = town();
    await sandbox.prepare();
    await manage.change('letters', { title: 'Ours' }, somebody);
    expect(await manage.list()).toMatchObject([{ title: 'Ours', sandbox: true }]);
    await manage.change('letters', { settings: real }, somebody);
    expect(await manage.list()).toMatchObject([{ sandbox: false, state: 'working' }]);
    expect(await town().sandbox.prepare()).toEqual([]);
  });

  it('stay switched off when a person switched them off', async () => {
    const { sandbox, manage } = town();
    await sandbox.prepare();
    await manage.change('letters', { enabled: false }, somebody);
    expect(await town().sandbox.prepare()).toEqual([]);
  });

  it('keep their mark when secrets are rotated', async () => {
    await town().sandbox.prepare();
    const [record] = database.accounts.all();
    const keys = [randomBytes(32), ...current];
    secrets = await TownSecrets.open(keys, '');
    expect(secrets.isStale(record?.sealedSettings ?? '')).toBe(true);
    const { manage } = town();
    await manage.list();
    expect(await manage.rotateSecrets(somebody)).toBe(1);
    expect(await manage.list()).toMatchObject([{ sandbox: true, state: 'working' }]);
  });

  it('cannot be made by a person, not even with the mark in the settings', async () => {
    const settings = { ...real, $sandbox: true };
    const added = await town().manage.add({ ...account('sly'), settings }, somebody);
    expect(added).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'settings.$sandbox' }] },
    });
  });

  it('are the only ones that may lead to the sandbox in production', async () => {
    const production = { NODE_ENV: 'production', TOWNLINE_SECRET_KEY: key() };
    const settings = { apiBaseUrl: 'http://localhost:3111/letters' };
    const before = town();
    await before.manage.add({ ...account('old'), settings }, somebody);
    const { manage, sandbox } = town({ ...production, TOWNLINE_SANDBOX: '1' });
    const refused = await manage.add({ ...account('new'), settings }, somebody);
    expect(refused).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'settings', message: expect.stringContaining('sandbox') }] },
    });
    expect(await sandbox.prepare()).toHaveLength(1);
    expect(await manage.list()).toMatchObject([
      { code: 'old', state: 'broken', fault: expect.stringContaining('sandbox') },
      { code: 'letters', state: 'working' },
    ]);
  });

  /** A process of the town over the same database and key. */
  function town(environment: Readonly<Record<string, string>> = {}) {
    const settings = readSettings(environment, 'town');
    const clock = new FakeClock();
    const store = new MemoryChannelAccountStore(database);
    const channels = [plain, post];
    const { environment: kind, sandboxPort, sandboxSmtpPort } = settings;
    const parts = {
      ...{ channels, secrets, pacing: { slots: 1, perMinute: null, sendTimeoutMs: 1 } },
      sandboxPorts: kind === 'production' ? [sandboxPort, sandboxSmtpPort] : [],
      toolsFor: () => channelTools(),
    } as unknown as TownAccountParts;
    const silent = { broken: () => undefined, brokenCount: () => undefined };
    const directory = new AccountDirectory(store, parts, silent);
    const arrivals = new MemoryArrivalStore(database);
    const spend = new MemorySpendStore(database);
    const stores = { accounts: store, arrivals, spend, clock } as unknown as Database;
    const ids = timeOrderedIds(clock);
    const given = [stores, directory, secrets, channels, ids, parts, settings] as const;
    const manage = new ManageAccounts(...given, () => defaultTown);
    return { manage, sandbox: new SandboxAccounts(manage, channels, secrets, settings) };
  }

  function versions(): number[] {
    return database.accounts.all().map(({ version }) => version);
  }
});

function account(code: string) {
  return { channel: 'post', code, title: code };
}

function key(): string {
  return randomBytes(32).toString('base64');
}
