import { setTimeout as pause } from 'node:timers/promises';

import type { DatabaseReader } from '../support/database-reader.js';
import type { ProductProcess } from '../support/product-process.js';
import {
  type ServingProcess,
  type StartOptions,
  type TestTown,
  WEBHOOK_PATH,
} from '../support/test-town.js';
import type { LoadTarget } from './load.js';
import type { MachineLimit } from './machine-limit.js';
import type { Plan } from './plans.js';
import { CpuMeter } from './process-usage.js';

/** What differs between the two ways to run. */
export interface BenchGround {
  readonly title: string;
  readonly limit: MachineLimit;
  /** Of the database server; none when the database lives in the product's process. */
  readonly databasePids: readonly number[];
  readonly redisPids: readonly number[];
  /** Accepts and registers nothing. */
  startIntake(): Promise<ServingProcess>;
  /** Registers and sends; on the embedded ground it also accepts. */
  startWorking(options?: StartOptions): Promise<ProductProcess>;
  /** Throws away what the processes wrote; the account stays, and lets messages leave again. */
  emptyTables(): Promise<void>;
  /** Keeps what is pending under a name and takes it out of the line. */
  stagePending(name: string): Promise<void>;
  /** Puts what was staged into the line, as one commit. */
  pour(name: string): Promise<void>;
  /** Statements and commits that the server has counted so far. */
  counted(what: 'QUESTIONS' | 'COM_COMMIT'): Promise<number>;
  /** How the database runs the statements of `work`. */
  plansDuring(work: () => Promise<void>): Promise<Plan[]>;
  close(): Promise<void>;
}

/** Keeps what it sent in memory: writing a file would be the null provider's cost, not the town's. */
export const nullProvider = { ledgerPath: undefined };

const LOOK_MS = 100;

/** A founded town on one of the grounds, for one bench. */
export class BenchTown {
  readonly reader: DatabaseReader;
  private targets = 0;

  constructor(
    readonly town: TestTown,
    readonly ground: BenchGround,
  ) {
    this.reader = town.reader();
  }

  /** A target whose messages are distinct from those of every other. */
  nextTarget({ origin }: ServingProcess): LoadTarget {
    this.targets += 1;
    const prefix = `load${this.targets}`;
    return { origin, path: WEBHOOK_PATH, secret: this.town.secret, prefix };
  }

  /** CPU of the product's processes and, apart, of the database. */
  meter(...processes: readonly ProductProcess[]): { node: CpuMeter; database: CpuMeter } {
    return {
      node: new CpuMeter(processes.map(({ pid }) => pid)),
      database: new CpuMeter(this.ground.databasePids),
    };
  }

  pendingCount(): Promise<number> {
    return this.reader.number('SELECT COUNT(*) FROM inbound_envelope WHERE state = 0');
  }

  async untilRegistered(): Promise<void> {
    while (
      (await this.reader.rows('SELECT id FROM inbound_envelope WHERE state = 0 LIMIT 1')).length > 0
    ) {
      await pause(LOOK_MS);
    }
  }

  sentCount(): Promise<number> {
    return this.reader.number('SELECT COUNT(*) FROM outbox_entry WHERE state = 2');
  }

  async untilSent(): Promise<void> {
    const unsent = 'SELECT id FROM outbox_entry WHERE state IN (0, 1) LIMIT 1';
    while ((await this.reader.rows(unsent)).length > 0) await pause(LOOK_MS);
  }

  /** Whether anything leaves for the account. */
  letLeave(enabled: boolean): Promise<void> {
    return this.town.withDatabase(async ({ accounts, clock }) => {
      for (const account of await accounts.list()) {
        const subject = `account:${account.id}`;
        const audit = { at: clock.now(), staffId: null, subject, detail: {} };
        await accounts.replace({ ...account, enabled }, { ...audit, action: 'account.changed' });
      }
    });
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.town.remove();
    await this.ground.close();
  }
}
