import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { ChannelAccountId } from '#core/identity/ids';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import { type LedgerReport, verifyLedger } from '#core/ledger/verify-ledger';
import { secretBox } from '#core/secret/secret-box';
import type { Database } from '#persistence/database';
import { folderFileStore } from '#persistence/files/folder-file-store';
import { openDatabase } from '#persistence/open-database';

import { type DatabaseReader, mariadbReader, sqliteReader } from './database-reader.js';
import { KeptAlive } from './kept-alive.js';
import { newLoopbackSecret } from './loopback-events.js';
import { freePort } from './private-process.js';
import { type ProcessPlan, ProductProcess } from './product-process.js';

export interface TestTownOptions {
  /** Null: the embedded database in the town's own folder. */
  readonly databaseUrl: string | null;
  /** Null: the queue works within the process. */
  readonly redisUrl: string | null;
  /** Process settings on top of `quickSettings`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings of the loopback account on top of its secret and ledger. */
  readonly loopback?: Readonly<Record<string, unknown>>;
  /** A folder to use instead of a new one under /tmp; it is left behind. */
  readonly folder?: string;
}

export type StartOptions = Partial<Omit<ProcessPlan, 'entry' | 'ready'>> & {
  /** Where to listen; a new free port when absent. */
  readonly port?: number;
};

/** A process that answers HTTP, and where. */
export interface ServingProcess {
  readonly process: ProductProcess;
  readonly origin: string;
  readonly port: number;
}

export interface AddedAccount {
  readonly code: string;
  readonly channel: string;
  readonly title: string;
  readonly settings: object;
}

export const ACCOUNT_CODE = 'outside-world';
export const WEBHOOK_PATH = `/webhooks/${ACCOUNT_CODE}`;

/** Leases, deadlines and schedules at a test's pace. */
export const quickSettings: Readonly<Record<string, string>> = {
  TOWNLINE_SEND_TIMEOUT: '1s',
  TOWNLINE_SEND_LEASE: '3s',
  TOWNLINE_SETTLING_TIME: '300ms',
  TOWNLINE_LOOK_AGAIN: '300ms',
  TOWNLINE_SWEEP_INTERVAL: '200ms',
  TOWNLINE_SEND_RETRIES: '200ms,500ms,1s',
  TOWNLINE_BACK_OFF_UP_TO: '1s',
};

/** One town with one loopback account, its processes started and killed by the test. */
export class TestTown {
  /** For every process that is started from now on. */
  everywhere: Required<Pick<StartOptions, 'preload' | 'env'>> = { preload: [], env: {} };
  private readonly started: ProductProcess[] = [];
  private readonly kept: KeptAlive[] = [];

  private constructor(
    readonly folder: string,
    readonly secret: string,
    private readonly secretKey: Buffer,
    private readonly options: TestTownOptions,
  ) {}

  /** Migrates and adds the account, as an operator would before the first start. */
  static async found(options: TestTownOptions): Promise<TestTown> {
    const folder = options.folder ?? (await mkdtemp('/tmp/tl-town-'));
    const town = new TestTown(folder, newLoopbackSecret(), randomBytes(32), options);
    towns.add(town);
    await town.withDatabase(async (database) => {
      await database.migrations.run();
      await town.addLoopback(database);
    });
    return town;
  }

  get ledgerPath(): string {
    return join(this.folder, 'loopback-ledger.jsonl');
  }

  reader(): DatabaseReader {
    const { databaseUrl } = this.options;
    return databaseUrl === null ? sqliteReader(this.databaseFile) : mariadbReader(databaseUrl);
  }

  get databaseFile(): string {
    return join(this.folder, 'townline.sqlite');
  }

  startApi(options: StartOptions = {}): Promise<ServingProcess> {
    return this.serve('apps/api/src/main.js', options);
  }

  /** Everything in one process. */
  startTown(options: StartOptions = {}): Promise<ServingProcess> {
    return this.serve('apps/town/src/main.js', options);
  }

  async startWorker(options: StartOptions = {}): Promise<ProductProcess> {
    const entry = 'apps/worker/src/main.js';
    const ready = (process: ProductProcess) =>
      Promise.resolve(process.output().includes('town_started'));
    return this.start({ ...options, entry, env: this.env(options), ready });
  }

  /** Starts a process that comes back after every death. */
  async keep(name: string, start: () => Promise<ProductProcess>): Promise<KeptAlive> {
    const kept = await KeptAlive.begin(name, start);
    this.kept.push(kept);
    return kept;
  }

  /** From outside, as the command line does when no town runs. */
  verify(): Promise<LedgerReport> {
    return this.withDatabase(async ({ ledger, clock }) => {
      const files = await folderFileStore(join(this.folder, 'files'));
      return verifyLedger({ ledger, files, clock });
    });
  }

  /** The embedded database is one process's: end the town before. */
  async withDatabase<Value>(work: (database: Database) => Promise<Value>): Promise<Value> {
    const { databaseUrl: url } = this.options;
    const opening = await openDatabase(
      url === null ? { dialect: 'sqlite', folder: this.folder } : { dialect: 'mariadb', url },
    );
    if (opening.kind === 'refused') throw new Error(JSON.stringify(opening.faults));
    try {
      return await work(opening.database);
    } finally {
      await opening.database.close();
    }
  }

  /** Kills what still runs and removes the folder. */
  async remove(): Promise<void> {
    towns.delete(this);
    await Promise.all(this.kept.map((process) => process.abandon()));
    await Promise.all(this.started.map((process) => process.kill()));
    if (this.options.folder === undefined) await rm(this.folder, { recursive: true, force: true });
  }

  private async serve(entry: string, options: StartOptions): Promise<ServingProcess> {
    const port = options.port ?? (await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const env = { TOWNLINE_PORT: String(port), ...this.env(options) };
    const process = await this.start({ ...options, entry, env, ready: () => isReady(origin) });
    return { process, origin, port };
  }

  private async start(plan: ProcessPlan): Promise<ProductProcess> {
    const preload = [...this.everywhere.preload, ...(plan.preload ?? [])];
    const process = await ProductProcess.start({ ...plan, preload });
    this.started.push(process);
    return process;
  }

  private env(options: StartOptions): Record<string, string> {
    const { databaseUrl, redisUrl, settings } = this.options;
    return {
      TOWNLINE_DATA_DIR: this.folder,
      TOWNLINE_SECRET_KEY: this.secretKey.toString('base64'),
      TOWNLINE_HOST: '127.0.0.1',
      TOWNLINE_METRICS_PORT: '0',
      TOWNLINE_SANDBOX: '0',
      ...(databaseUrl !== null && { TOWNLINE_DATABASE_URL: databaseUrl }),
      ...(redisUrl !== null && { TOWNLINE_REDIS_URL: redisUrl }),
      ...quickSettings,
      ...settings,
      ...this.everywhere.env,
      ...options.env,
    };
  }

  private async addLoopback(database: Database): Promise<void> {
    const { ledgerPath, secret } = this;
    const settings = { secrets: [secret], ledgerPath, ...this.options.loopback };
    const account = { code: ACCOUNT_CODE, channel: 'loopback', title: 'Outside world', settings };
    await this.addAccount(account, database);
  }

  /** With the database at hand, or on its own. */
  async addAccount(added: AddedAccount, at?: Database): Promise<void> {
    if (at === undefined) {
      await this.withDatabase((database) => this.addAccount(added, database));
      return;
    }
    const { settings, ...named } = added;
    await writeAccount(at, named, secretBox([this.secretKey]).seal(JSON.stringify(settings)));
  }
}

async function writeAccount(
  database: Database,
  named: Omit<AddedAccount, 'settings'>,
  sealedSettings: string,
): Promise<void> {
  const id = timeOrderedIds(database.clock)<'ChannelAccount'>();
  const at = database.clock.now();
  const account = {
    id: id satisfies ChannelAccountId,
    ...{ ...named, sealedSettings },
    ...{ enabled: true, version: 1, createdAt: at },
  };
  const subject = `account:${id}`;
  await database.accounts.add(account, {
    ...{ at, staffId: null, action: 'account.added', subject, detail: {} },
  });
}

const towns = new Set<TestTown>();

/** For `afterEach`: ends what a failed test left behind. */
export async function removeTowns(): Promise<void> {
  await Promise.all([...towns].map((town) => town.remove()));
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/health/ready`)).ok;
  } catch {
    return false;
  }
}
