export const alerts: readonly string[] = [
  `CREATE TABLE "staff_address" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "staffId" varchar(36) NOT NULL,
    "kind" varchar(32) NOT NULL,
    "address" varchar(255) NOT NULL,
    "position" integer NOT NULL,
    "createdAt" datetime NOT NULL
  )`,
  'CREATE INDEX "ix_staff_address_staff" ON "staff_address" ("staffId", "position")',
  `CREATE TABLE "alert" (
    "id" varchar(36) PRIMARY KEY NOT NULL,
    "alertKey" blob NOT NULL,
    "kind" varchar(20) NOT NULL,
    "subject" varchar(64) NOT NULL,
    "requestId" varchar(36),
    "staffId" varchar(36) NOT NULL,
    "title" varchar(250) NOT NULL,
    "text" text NOT NULL,
    "urgent" boolean NOT NULL,
    "state" varchar(12) NOT NULL,
    "transport" integer NOT NULL,
    "outboxId" varchar(36),
    "lookAt" datetime NOT NULL,
    "createdAt" datetime NOT NULL
  )`,
  'CREATE UNIQUE INDEX "uq_alert_key" ON "alert" ("alertKey")',
  'CREATE INDEX "ix_alert_look" ON "alert" ("state", "lookAt")',
  'CREATE INDEX "ix_alert_request" ON "alert" ("requestId")',
  'CREATE INDEX "ix_alert_subject" ON "alert" ("subject")',
  `CREATE TABLE "pulse" (
    "name" varchar(64) PRIMARY KEY NOT NULL,
    "beatAt" datetime NOT NULL
  )`,
];
