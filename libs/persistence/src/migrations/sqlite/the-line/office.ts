export const office: readonly string[] = [
  `CREATE TABLE "staff" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "name" varchar(200) NOT NULL,
    "role" varchar(20) NOT NULL,
    "createdAt" datetime NOT NULL
  )`,
  `CREATE TABLE "staff_key" (
    "keyHash" blob PRIMARY KEY NOT NULL,
    "staffId" varchar(36) NOT NULL,
    "createdAt" datetime NOT NULL
  )`,
  'CREATE INDEX "ix_staff_key_staff" ON "staff_key" ("staffId")',
  `CREATE TABLE "channel_account" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "code" varchar(64) NOT NULL,
    "channel" varchar(64) NOT NULL,
    "title" varchar(200) NOT NULL,
    "sealedSettings" text NOT NULL,
    "enabled" boolean NOT NULL,
    "version" integer NOT NULL,
    "createdAt" datetime NOT NULL
  )`,
  'CREATE UNIQUE INDEX "uq_account_code" ON "channel_account" ("code")',
  `CREATE TABLE "idempotency_key" (
    "staffId" varchar(36) NOT NULL,
    "keyHash" blob NOT NULL,
    "questionSha256" blob NOT NULL,
    "answer" text NOT NULL,
    "createdAt" datetime NOT NULL,
    PRIMARY KEY ("staffId", "keyHash")
  )`,
  `CREATE TABLE "audit_entry" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "at" datetime NOT NULL,
    "staffId" varchar(36),
    "action" varchar(40) NOT NULL,
    "subject" varchar(64) NOT NULL,
    "detail" text NOT NULL
  )`,
  'CREATE INDEX "ix_audit_subject" ON "audit_entry" ("subject")',
];
