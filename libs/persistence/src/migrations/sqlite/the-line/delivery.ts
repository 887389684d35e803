export const delivery: readonly string[] = [
  `CREATE TABLE "outbox_entry" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "requestId" varchar(36) NOT NULL,
    "messageId" varchar(36),
    "staffId" varchar(36),
    "channelAccountId" varchar(36) NOT NULL,
    "kind" varchar(20) NOT NULL,
    "priority" integer NOT NULL,
    "state" integer NOT NULL,
    "channelRef" text NOT NULL,
    "body" text NOT NULL,
    "requestNumber" varchar(20) NOT NULL,
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
  'CREATE INDEX "ix_outbox_claim" ON "outbox_entry" ("channelAccountId", "state", "priority", "dueAt", "id")',
  'CREATE INDEX "ix_outbox_lease" ON "outbox_entry" ("state", "leaseUntil", "id")',
  'CREATE INDEX "ix_outbox_reconcile" ON "outbox_entry" ("state", "reconcileAt", "id")',
  'CREATE INDEX "ix_outbox_request" ON "outbox_entry" ("requestId")',
  `CREATE TABLE "delivery_attempt" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "outboxId" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "outcome" integer NOT NULL DEFAULT (0),
    "providerId" blob,
    "reason" varchar(500),
    "startedAt" datetime NOT NULL,
    "endedAt" datetime
  )`,
  'CREATE UNIQUE INDEX "uq_attempt_number" ON "delivery_attempt" ("outboxId", "number")',
  'CREATE INDEX "ix_attempt_provider" ON "delivery_attempt" ("providerId")',
  `CREATE TABLE "delivery_receipt" (
    "channelAccountId" varchar(36) NOT NULL,
    "providerId" blob NOT NULL,
    "status" integer NOT NULL,
    "reason" varchar(500),
    "occurredAt" datetime,
    "receivedAt" datetime NOT NULL,
    PRIMARY KEY ("channelAccountId", "providerId")
  )`,
  `CREATE TABLE "delivery_pace" (
    "channelAccountId" varchar(36) PRIMARY KEY NOT NULL,
    "allowedFrom" datetime NOT NULL
  )`,
];
