import type { MigrationInterface, QueryRunner } from 'typeorm';

import { ascii, table } from './the-line/options.js';

/**
 * When a provider said that an address will never take a message, where else a mail was received, and
 * what the cap on acknowledgements needs. Each statement may run again: MariaDB commits every one of
 * them by itself.
 */
export class TheMail implements MigrationInterface {
  readonly name = 'TheMail1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE contact_point ADD COLUMN IF NOT EXISTS undeliverableAt datetime(3) NULL AFTER verifiedAt',
    );
    await runner.query(`CREATE TABLE IF NOT EXISTS envelope_copy (
      envelopeId bigint NOT NULL,
      channelAccountId varchar(36) ${ascii} NOT NULL,
      receivedAt datetime(3) NOT NULL,
      PRIMARY KEY (envelopeId, channelAccountId)
    ) ${table}`);
    await runner.query(
      'ALTER TABLE service_request ADD COLUMN IF NOT EXISTS acknowledgedAt datetime(3) NULL, ' +
        'DROP INDEX IF EXISTS ix_request_contact_point, ' +
        'ADD INDEX ix_request_contact_point (contactPointId, acknowledgedAt)',
    );
    await runner.query(`CREATE TABLE IF NOT EXISTS acknowledgement_digest (
      contactPointId varchar(36) ${ascii} NOT NULL,
      dueAt datetime(3) NULL,
      sentAt datetime(3) NULL,
      INDEX ix_digest_due (dueAt),
      PRIMARY KEY (contactPointId)
    ) ${table}`);
    await runner.query(`CREATE TABLE IF NOT EXISTS untold_request (
      contactPointId varchar(36) ${ascii} NOT NULL,
      requestId varchar(36) ${ascii} NOT NULL,
      PRIMARY KEY (contactPointId, requestId)
    ) ${table}`);
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}
