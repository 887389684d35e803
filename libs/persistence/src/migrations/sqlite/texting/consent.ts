/** The ledger is append-only; opt-outs are the present state; an introduction is said once. */
export const consent: readonly string[] = [
  `CREATE TABLE "consent_entry" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "contactPointId" varchar(36) NOT NULL,
    "contactId" varchar(36) NOT NULL,
    "action" varchar(12) NOT NULL,
    "scope" varchar(12),
    "channelAccountId" varchar(36),
    "requestId" varchar(36),
    "source" varchar(10) NOT NULL,
    "words" varchar(500),
    "messageId" varchar(36),
    "envelopeId" integer,
    "staffId" varchar(36),
    "recordedAt" datetime NOT NULL
  )`,
  'CREATE INDEX "ix_consent_point" ON "consent_entry" ("contactPointId", "recordedAt")',
  'CREATE INDEX "ix_consent_request" ON "consent_entry" ("requestId")',
  `CREATE TABLE "opt_out" (
    "contactPointId" varchar(36) NOT NULL,
    "scopeKey" varchar(48) NOT NULL,
    "scope" varchar(12) NOT NULL,
    "channelAccountId" varchar(36),
    "requestId" varchar(36),
    "source" varchar(10) NOT NULL,
    "optedOutAt" datetime NOT NULL,
    PRIMARY KEY ("contactPointId", "scopeKey")
  )`,
  `CREATE TABLE "introduction" (
    "contactPointId" varchar(36) NOT NULL,
    "channelAccountId" varchar(36) NOT NULL,
    "outboxId" varchar(36) NOT NULL,
    "introducedAt" datetime NOT NULL,
    PRIMARY KEY ("contactPointId", "channelAccountId")
  )`,
];
