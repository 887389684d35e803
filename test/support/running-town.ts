import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { readSettings } from '#wiring/settings/read-settings';

import { openApi } from '../../apps/api/src/open-api.js';
import { serve } from '../../apps/api/src/serve.js';
import { freshDatabase, onServices, redisUrl } from './services.js';

export interface TownOptions {
  /** Process settings on top of a test's pace. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False: only answers HTTP, as an api process does. */
  readonly works?: boolean;
}

const pace: Readonly<Record<string, string>> = {
  TOWNLINE_HOST: '127.0.0.1',
  TOWNLINE_PORT: '0',
  TOWNLINE_METRICS_PORT: '0',
  TOWNLINE_LOG_LEVEL: 'silent',
  TOWNLINE_LOOK_INTERVAL: '100ms',
  TOWNLINE_ACCOUNTS_INTERVAL: '50ms',
  TOWNLINE_DOCUMENTS_INTERVAL: '50ms',
  TOWNLINE_SWEEP_INTERVAL: '100ms',
  TOWNLINE_SETTLING_TIME: '100ms',
  TOWNLINE_LOOK_AGAIN: '100ms',
  TOWNLINE_SEND_RETRIES: '50ms,100ms,200ms',
  TOWNLINE_SEND_TIMEOUT: '1s',
  TOWNLINE_SEND_LEASE: '3s',
  TOWNLINE_DRAIN_GRACE: '2s',
};

/**
 * A whole town in this process, over HTTP: embedded, or on MariaDB and Redis in
 * `npm run test:services`. It can be stopped and started again on the same data.
 */
export class RunningTown {
  private app: NestFastifyApplication | null = null;
  url = '';
  key = '';

  private constructor(
    readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly works: boolean,
  ) {}

  static async found(options: TownOptions = {}): Promise<RunningTown> {
    const folder = await mkdtemp('/tmp/tl-e2e-');
    const services = onServices()
      ? { TOWNLINE_DATABASE_URL: await freshDatabase(), TOWNLINE_REDIS_URL: redisUrl() }
      : {};
    const environment = { ...pace, ...services, ...options.settings };
    const town = new RunningTown(folder, environment, options.works ?? true);
    await town.start();
    return town;
  }

  /** One more process of the same town; only a town on services can have it. */
  async sibling(options: TownOptions = {}): Promise<RunningTown> {
    const environment = { ...this.environment, ...options.settings };
    const town = new RunningTown(this.folder, environment, options.works ?? true);
    await town.start();
    return town;
  }

  async start(): Promise<void> {
    const environment = { ...this.environment, TOWNLINE_DATA_DIR: this.folder };
    const settings = readSettings(environment, 'town');
    this.app = await openApi(settings, { works: this.works });
    const served = await serve(this.app, settings);
    this.url = served.url;
    const staffFile = await readFile(join(this.folder, 'staff.json'), 'utf8');
    this.key = (JSON.parse(staffFile) as { readonly key: string }).key;
  }

  async stop(): Promise<void> {
    const { app } = this;
    this.app = null;
    await app?.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** For tests that look behind the doors. */
  get running(): NestFastifyApplication {
    if (this.app === null) throw new Error('The town does not run.');
    return this.app;
  }
}
