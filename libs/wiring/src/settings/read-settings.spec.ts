import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { defaultDeliverySchedule } from '#core/delivery/schedule';
import { defaultAcceptLimits } from '#core/intake/accept-envelopes';

import { settingDefinitions } from './process-settings.js';
import { type Environment, readSettings } from './read-settings.js';
import { environmentExample, settingsManual } from './settings-document.js';

const key = randomBytes(32).toString('base64');

function refusalOf(environment: Environment, role: 'town' | 'service' | 'command' = 'town') {
  try {
    readSettings(environment, role);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('Settings', () => {
  it('need nothing for a town in one process', () => {
    const settings = readSettings({}, 'town');
    expect(settings).toMatchObject({ port: 3110, databaseUrl: null, redisUrl: null });
    expect(settings.delivery).toEqual(defaultDeliverySchedule);
    expect(settings.accept).toEqual(defaultAcceptLimits);
  });

  it('cannot be changed after they were read', () => {
    expect(Object.isFrozen(readSettings({}, 'town'))).toBe(true);
  });

  it('name all faults at once, each with its remedy', () => {
    const refusal = refusalOf({
      TOWNLINE_PORT: '70000',
      TOWNLINE_LOOK_INTERVAL: 'often',
      TOWNLINE_DATABASE_URL: 'postgres://elsewhere/town',
      TOWNLINE_SECRET_KEY: 'short',
      TOWNLINE_LOG_LEVEL: 'loud',
    });
    expect(refusal).toContain('TOWNLINE_PORT is not a port; write a number from 0 to 65535');
    expect(refusal).toContain('TOWNLINE_LOOK_INTERVAL is not a duration');
    expect(refusal).toContain('TOWNLINE_DATABASE_URL is not an address; it begins with mariadb://');
    expect(refusal).toContain('openssl rand -base64 32');
    expect(refusal).toContain('TOWNLINE_LOG_LEVEL must be one of');
  });

  it('never repeat the value of a secret in a refusal', () => {
    expect(refusalOf({ TOWNLINE_SECRET_KEY: 'hunter2-hunter2' })).not.toContain('hunter2');
  });

  it.each([
    ['25ms', 25],
    ['2s', 2_000],
    ['3m', 180_000],
    ['1h', 3_600_000],
    ['5d', 432_000_000],
  ])('read the duration %s', (written, milliseconds) => {
    const settings = readSettings({ TOWNLINE_LOOK_INTERVAL: written }, 'town');
    expect(settings.lookEveryMs).toBe(milliseconds);
  });

  it('take an empty value for one that is not set', () => {
    expect(readSettings({ TOWNLINE_PORT: '', TOWNLINE_REDIS_URL: ' ' }, 'town')).toMatchObject({
      port: 3110,
      redisUrl: null,
    });
  });

  it('read a secret from a file, but not from two places', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'settings-'));
    const path = join(folder, 'key');
    await writeFile(path, `${key}\n`);
    const fromFile = readSettings({ TOWNLINE_SECRET_KEY_FILE: path }, 'town');
    expect(fromFile.secretKeys).toEqual([Buffer.from(key, 'base64')]);
    const both = { TOWNLINE_SECRET_KEY_FILE: path, TOWNLINE_SECRET_KEY: key };
    expect(refusalOf(both)).toContain('are both set');
    await rm(folder, { recursive: true });
    expect(refusalOf({ TOWNLINE_SECRET_KEY_FILE: path })).toContain('cannot be read');
  });

  it('keep older keys behind the current one', () => {
    const older = randomBytes(32).toString('base64');
    const { secretKeys } = readSettings({ TOWNLINE_SECRET_KEY: `${key}, ${older}` }, 'town');
    expect(secretKeys?.map((bytes) => bytes.toString('base64'))).toEqual([key, older]);
  });

  it('refuse production without a key of its own', () => {
    expect(refusalOf({ NODE_ENV: 'production' })).toContain('TOWNLINE_SECRET_KEY is missing');
    expect(refusalOf({ NODE_ENV: 'production', TOWNLINE_SECRET_KEY: key })).toBe('');
  });

  it('refuse an api or worker that is half configured, naming everything that is missing', () => {
    const refusal = refusalOf({}, 'service');
    for (const name of ['TOWNLINE_DATABASE_URL', 'TOWNLINE_REDIS_URL', 'TOWNLINE_SECRET_KEY']) {
      expect(refusal).toContain(`${name} is missing`);
    }
  });

  it('refuse a lease that could end while a send is under way', () => {
    const refusal = refusalOf({ TOWNLINE_SEND_TIMEOUT: '10s', TOWNLINE_SEND_LEASE: '15s' });
    expect(refusal).toContain('TOWNLINE_SEND_LEASE');
  });
});

describe('The manual of the settings', () => {
  const all = Object.values(settingDefinitions);

  it.each(all.map(({ name, sentence }) => [name, sentence]))('explains %s', (name, sentence) => {
    expect(settingsManual()).toContain(`\`${name}\``);
    expect(settingsManual()).toContain(sentence);
    expect(environmentExample()).toContain(`#${name}=`);
  });

  it('gives examples that are read as the defaults they show', () => {
    const lines = environmentExample().split('\n');
    const given = lines.flatMap((line) => /^#(\w+)=(.+)$/.exec(line) ?? []);
    expect(given.length).toBeGreaterThan(0);
    const environment = Object.fromEntries(
      lines.flatMap((line) => {
        const [, name, value] = /^#(\w+)=(.+)$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    ) as Environment;
    expect(readSettings(environment, 'town')).toEqual(readSettings({}, 'town'));
  });
});
