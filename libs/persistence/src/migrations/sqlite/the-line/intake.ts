export const intake: readonly string[] = [
  `CREATE TABLE "inbound_envelope" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "channelAccountId" varchar(36) NOT NULL,
    "dedupeKey" blob NOT NULL,
    "identityKey" blob NOT NULL,
    "lane" integer NOT NULL,
    "state" integer NOT NULL DEFAULT (0),
    "strikes" integer NOT NULL DEFAULT (0),
    "outcome" varchar(16),
    "outcomeReason" varchar(100),
    "requestId" varchar(36),
    "providerId" blob,
    "contentType" varchar(255) NOT NULL,
    "raw" blob,
    "rawSha256" blob NOT NULL,
    "requestSha256" blob,
    "receivedAt" datetime NOT NULL
  )`,
  'CREATE UNIQUE INDEX "uq_envelope_dedupe" ON "inbound_envelope" ("dedupeKey")',
  'CREATE INDEX "ix_envelope_pending" ON "inbound_envelope" ("id") WHERE "state" = 0',
  `CREATE TABLE "intake_lane" (
    "lane" integer PRIMARY KEY NOT NULL
  )`,
  `CREATE TABLE "poll_cursor" (
    "channelAccountId" varchar(36) PRIMARY KEY NOT NULL,
    "position" text NOT NULL
  )`,
  `CREATE TABLE "quarantine" (
    "envelopeId" integer PRIMARY KEY NOT NULL,
    "reason" varchar(100) NOT NULL,
    "quarantinedAt" datetime NOT NULL
  )`,
  `CREATE TABLE "attachment" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "messageId" varchar(36) NOT NULL,
    "channelAccountId" varchar(36) NOT NULL,
    "reference" text NOT NULL,
    "filename" varchar(500),
    "contentType" varchar(255) NOT NULL,
    "state" varchar(8) NOT NULL,
    "attempts" integer NOT NULL DEFAULT (0),
    "dueAt" datetime NOT NULL,
    "sha256" blob,
    "size" integer,
    "reason" varchar(500),
    "createdAt" datetime NOT NULL
  )`,
  'CREATE INDEX "ix_attachment_message" ON "attachment" ("messageId")',
  'CREATE INDEX "ix_attachment_due" ON "attachment" ("state", "dueAt", "id")',
];
