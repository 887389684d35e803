/** An alert may be about no request; a reply may be a question. SQLite changes a column by making the table anew. */
export const outbox: readonly string[] = [
  `CREATE TABLE "outbox_entry_next" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "requestId" varchar(36),
    "messageId" varchar(36),
    "staffId" varchar(36),
    "channelAccountId" varchar(36) NOT NULL,
    "kind" varchar(20) NOT NULL,
    "priority" integer NOT NULL,
    "state" integer NOT NULL,
    "channelRef" text NOT NULL,
    "body" text NOT NULL,
    "requestNumber" varchar(20) NOT NULL,
    "asksCitizen" varchar(10),
    "dueAt" datetime NOT NULL,
    "owner" varchar(100),
    "leaseUntil" datetime,
    "attempts" integer NOT NULL DEFAULT (0),
    "reason" varchar(500),
    "reconcileAt" datetime,
    "absentSince" datetime,
    "automaticResends" integer NOT NULL DEFAULT (0),
    "createdAt" datetime NOT NULL
  )`,
  'INSERT INTO "outbox_entry_next" SELECT "id", "requestId", "messageId", "staffId", "channelAccountId", ' +
    '"kind", "priority", "state", "channelRef", "body", "requestNumber", NULL, "dueAt", "owner", "leaseUntil", ' +
    '"attempts", "reason", "reconcileAt", "absentSince", "automaticResends", "createdAt" FROM "outbox_entry"',
  'DROP TABLE "outbox_entry"',
  'ALTER TABLE "outbox_entry_next" RENAME TO "outbox_entry"',
  'CREATE INDEX "ix_outbox_claim" ON "outbox_entry" ("channelAccountId", "state", "priority", "dueAt", "id")',
  'CREATE INDEX "ix_outbox_lease" ON "outbox_entry" ("state", "leaseUntil", "id")',
  'CREATE INDEX "ix_outbox_reconcile" ON "outbox_entry" ("state", "reconcileAt", "id")',
  'CREATE INDEX "ix_outbox_request" ON "outbox_entry" ("requestId")',
];
