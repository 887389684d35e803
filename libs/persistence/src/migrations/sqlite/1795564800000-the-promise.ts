import type { MigrationInterface, QueryRunner } from 'typeorm';

import { alerts } from './the-promise/alerts.js';
import { arrivals } from './the-promise/arrivals.js';
import { clocks } from './the-promise/clocks.js';
import { documents } from './the-promise/documents.js';
import { emergencies } from './the-promise/emergencies.js';
import { outbox } from './the-promise/outbox.js';

/** Calendars and policies as documents, clocks that pause and are watched, alerts, emergencies. */
export class ThePromise implements MigrationInterface {
  readonly name = 'ThePromise1795564800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...documents,
      ...clocks,
      ...outbox,
      ...alerts,
      ...emergencies,
      ...arrivals,
    ]) {
      await runner.query(statement);
    }
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}
