/** An answer that was turned away goes on by another way, or lies in the work list. */
export const ladder: readonly string[] = [
  'ALTER TABLE "outbox_entry" ADD COLUMN "refusal" varchar(16)',
  'ALTER TABLE "outbox_entry" ADD COLUMN "ladderAt" datetime',
  'ALTER TABLE "outbox_entry" ADD COLUMN "laddersFrom" varchar(36)',
  'ALTER TABLE "outbox_entry" ADD COLUMN "rung" integer NOT NULL DEFAULT (0)',
  'CREATE UNIQUE INDEX "uq_outbox_ladder" ON "outbox_entry" ("laddersFrom")',
  'CREATE INDEX "ix_outbox_ladder" ON "outbox_entry" ("ladderAt", "id")',
  'ALTER TABLE "delivery_receipt" ADD COLUMN "refusal" varchar(16)',
  `CREATE TABLE "undelivered" (
    "requestId" varchar(36) PRIMARY KEY NOT NULL,
    "outboxId" varchar(36) NOT NULL,
    "refusal" varchar(16) NOT NULL,
    "undeliveredAt" datetime NOT NULL
  )`,
  'CREATE INDEX "ix_undelivered" ON "undelivered" ("undeliveredAt", "requestId")',
];
