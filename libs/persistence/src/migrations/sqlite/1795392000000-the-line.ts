import type { MigrationInterface, QueryRunner } from 'typeorm';

import { LANE_COUNT } from '#core/identity/binary-key';

import { delivery } from './the-line/delivery.js';
import { intake } from './the-line/intake.js';
import { office } from './the-line/office.js';
import { requests } from './the-line/requests.js';

/** The first tables, in one transaction. */
export class TheLine implements MigrationInterface {
  readonly name = 'TheLine1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...intake, ...requests, ...delivery, ...office]) {
      await runner.query(statement);
    }
    const lanes = Array.from({ length: LANE_COUNT }, (_, lane) => `(${lane})`).join(',');
    await runner.query(`INSERT INTO intake_lane (lane) VALUES ${lanes}`);
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}
