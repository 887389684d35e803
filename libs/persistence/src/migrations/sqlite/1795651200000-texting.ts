import type { MigrationInterface, QueryRunner } from 'typeorm';

import { alerts } from './texting/alerts.js';
import { consent } from './texting/consent.js';
import { ladder } from './texting/ladder.js';
import { limits } from './texting/limits.js';
import { outbox } from './texting/outbox.js';

/** Texting: consent by address, and what its limits need. */
export class Texting implements MigrationInterface {
  readonly name = 'Texting1795651200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...consent, ...outbox, ...alerts, ...limits, ...ladder]) {
      await runner.query(statement);
    }
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}
