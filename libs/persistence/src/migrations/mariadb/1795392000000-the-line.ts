import type { MigrationInterface, QueryRunner } from 'typeorm';

import { LANE_COUNT } from '#core/identity/binary-key';

import { delivery } from './the-line/delivery.js';
import { intake } from './the-line/intake.js';
import { office } from './the-line/office.js';
import { requests } from './the-line/requests.js';

/**
 * The first tables. MariaDB commits each CREATE by itself, so every statement can be repeated: a
 * migration that was cut off is run again from its beginning.
 */
export class TheLine implements MigrationInterface {
  readonly name = 'TheLine1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...intake, ...requests, ...delivery, ...office]) {
      await runner.query(statement);
    }
    const lanes = Array.from({ length: LANE_COUNT }, (_, lane) => `(${lane})`).join(',');
    await runner.query(
      `INSERT INTO intake_lane (lane) VALUES ${lanes} ON DUPLICATE KEY UPDATE lane = VALUES(lane)`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}
