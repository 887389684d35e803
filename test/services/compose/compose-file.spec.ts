import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { contentOf, repository } from '../../architecture/repository.js';

const run = promisify(execFile);

const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  container_name: z.string().optional(),
  ports: z.array(z.unknown()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.looseObject({ source: z.string() })).default([]),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({}).optional(),
});
const composition = z.looseObject({
  services: z.record(z.string(), service),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })),
});

describe('docker-compose.yml', () => {
  let town: z.output<typeof composition>;

  beforeAll(async () => {
    town = composition.parse(JSON.parse(await composedJson()));
  });

  it('is accepted and holds what a town needs', () => {
    expect(Object.keys(town.services).sort()).toEqual([
      'api',
      'mariadb',
      'migrate',
      'redis',
      'worker',
    ]);
  });

  it('lets workers be scaled: no name, no port of the host', () => {
    expect(town.services.worker?.container_name).toBeUndefined();
    expect(town.services.worker?.ports).toEqual([]);
  });

  it('starts api and worker after the migration, and that after a healthy database', () => {
    for (const name of ['api', 'worker']) {
      expect(town.services[name]?.depends_on.migrate).toEqual({
        condition: 'service_completed_successfully',
      });
    }
    expect(town.services.migrate?.depends_on.mariadb).toEqual({ condition: 'service_healthy' });
  });

  it('watches the health of everything that stays', () => {
    for (const name of ['api', 'worker', 'mariadb', 'redis']) {
      expect(town.services[name]?.healthcheck).toBeDefined();
    }
  });

  it('runs a database that syncs its commits and a Redis that never evicts', () => {
    expect(town.services.mariadb?.command).toEqual(
      expect.arrayContaining(['--innodb-flush-log-at-trx-commit=1', '--sync-binlog=1']),
    );
    expect(town.services.redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('hands secrets over as files, never in the environment', () => {
    for (const { environment, secrets } of Object.values(town.services)) {
      const values = Object.values(environment);
      expect(values.filter((value) => value.startsWith('/run/secrets/'))).toHaveLength(
        secrets.length,
      );
      expect(values.join(' ')).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/);
    }
  });

  it('names settings that exist', async () => {
    const known = await contentOf('docs/settings.md');
    const names = Object.keys(town.services.api?.environment ?? {});
    expect(names.filter((name) => !known.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the documentation of the production run', () => {
  it('makes every file that docker-compose.yml asks for', async () => {
    const compose = await contentOf('docker-compose.yml');
    const files = [...compose.matchAll(/file: \.\/(secrets\/\S+)/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(0);
    for (const page of ['README.md', 'docs/operations.md']) {
      const made = await contentOf(page);
      expect(files.filter((file) => !made.includes(`> ${file}`))).toEqual([]);
    }
  });
});

/**
 * Fails with the program's name when it is not installed: apt-get install docker-compose. Version 2
 * writes JSON itself; version 1 is a Python program, so a YAML reader for Python is there.
 */
async function composedJson(): Promise<string> {
  const command = 'docker-compose';
  const given = ['--project-directory', repository];
  const options = { cwd: repository, env: { PATH: process.env.PATH } };
  const asked = await run(command, [...given, 'version', '--short'], options);
  if (!asked.stdout.startsWith('1.')) {
    return (await run(command, [...given, 'config', '--format', 'json'], options)).stdout;
  }
  const yaml = await run(command, [...given, 'config'], options);
  const toJson = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)';
  const json = run('python3', ['-c', toJson]);
  json.child.stdin?.end(yaml.stdout);
  return (await json).stdout;
}
