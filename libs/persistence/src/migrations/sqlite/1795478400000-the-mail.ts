import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a provider said that an address will never take a message. */
export class TheMail implements MigrationInterface {
  readonly name = 'TheMail1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "contact_point" ADD COLUMN "undeliverableAt" datetime');
  }

  down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup made before it.');
  }
}
