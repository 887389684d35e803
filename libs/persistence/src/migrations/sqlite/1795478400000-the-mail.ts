import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a provider said that an address will never take a message, where else a mail was received, and
 * what the cap on acknowledgements needs.
 */
export class TheMail implements MigrationInterface {
  readonly name = 'TheMail1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "contact_point" ADD COLUMN "undeliverableAt" datetime');
    await runner.query(`CREATE TABLE "envelope_copy" (
      "envelopeId" integer NOT NULL,
      "channelAccountId" varchar(36) NOT NULL,
      "receivedAt" datetime NOT NULL,
      PRIMARY KEY ("envelopeId", "channelAccountId")
    )`);
    await runner.query('ALTER TABLE "service_request" ADD COLUMN "acknowledgedAt" datetime');
    await runner.query('DROP INDEX "ix_request_contact_point"');
    await runner.query(
      'CREATE INDEX "ix_request_contact_point" ON "service_request" ("contactPointId", "acknowledgedAt")',
    );
    await runner.query(acknowledgementDigest);
    await runner.query('CREATE INDEX "ix_digest_due" ON "acknowledgement_digest" ("dueAt")');
    await runner.query(untoldRequest);
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}

const acknowledgementDigest = `CREATE TABLE "acknowledgement_digest" (
  "contactPointId" varchar(36) PRIMARY KEY NOT NULL,
  "dueAt" datetime,
  "sentAt" datetime
)`;

const untoldRequest = `CREATE TABLE "untold_request" (
  "contactPointId" varchar(36) NOT NULL,
  "requestId" varchar(36) NOT NULL,
  PRIMARY KEY ("contactPointId", "requestId")
)`;
