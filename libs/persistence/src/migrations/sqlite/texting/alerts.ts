/** Which ways to a person were tried, and whose alert a message was. */
export const alerts: readonly string[] = [
  `ALTER TABLE "alert" ADD COLUMN "tried" varchar(1000) NOT NULL DEFAULT ('')`,
  'CREATE INDEX "ix_alert_outbox" ON "alert" ("outboxId")',
];
