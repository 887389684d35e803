-- Written by `npm run docs`; do not edit. The embedded database after all migrations.
-- MariaDB has the same tables and columns in its own types: libs/persistence/src/migrations/mariadb.

CREATE TABLE "acknowledged_block" (
  "blockKey" blob NOT NULL,
  "windowStartAt" datetime NOT NULL,
  "block" varchar(100) NOT NULL,
  "acknowledged" integer NOT NULL,
  "withheld" integer NOT NULL,
  PRIMARY KEY ("blockKey", "windowStartAt")
);

CREATE INDEX "ix_block_window" ON "acknowledged_block" ("windowStartAt");

CREATE TABLE "acknowledgement_digest" (
  "contactPointId" varchar(36) PRIMARY KEY NOT NULL,
  "dueAt" datetime,
  "sentAt" datetime
);

CREATE INDEX "ix_digest_due" ON "acknowledgement_digest" ("dueAt");

CREATE TABLE "alert" (
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
  , "tried" varchar(1000) NOT NULL DEFAULT (''));

CREATE INDEX "ix_alert_look" ON "alert" ("state", "lookAt");

CREATE INDEX "ix_alert_outbox" ON "alert" ("outboxId");

CREATE INDEX "ix_alert_request" ON "alert" ("requestId");

CREATE INDEX "ix_alert_subject" ON "alert" ("subject");

CREATE UNIQUE INDEX "uq_alert_key" ON "alert" ("alertKey");

CREATE TABLE "arrival_account" (
  "channelAccountId" varchar(36) PRIMARY KEY NOT NULL,
  "firstArrivalAt" datetime NOT NULL,
  "lastArrivalAt" datetime NOT NULL,
  "watchedFromAt" datetime,
  "silentFromAt" datetime
);

CREATE TABLE "arrival_cursor" (
  "name" varchar(32) PRIMARY KEY NOT NULL,
  "countedId" integer NOT NULL,
  "notedId" integer NOT NULL,
  "notedAt" datetime,
  "countedUntilAt" datetime
);

CREATE TABLE "arrival_hour" (
  "channelAccountId" varchar(36) NOT NULL,
  "hourStartAt" datetime NOT NULL,
  "arrivals" integer NOT NULL,
  PRIMARY KEY ("channelAccountId", "hourStartAt")
);

CREATE TABLE "attachment" (
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
);

CREATE INDEX "ix_attachment_due" ON "attachment" ("state", "dueAt", "id");

CREATE INDEX "ix_attachment_message" ON "attachment" ("messageId");

CREATE TABLE "audit_entry" (
  "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  "at" datetime NOT NULL,
  "staffId" varchar(36),
  "action" varchar(40) NOT NULL,
  "subject" varchar(64) NOT NULL,
  "detail" text NOT NULL
);

CREATE INDEX "ix_audit_subject" ON "audit_entry" ("subject");

CREATE TABLE "channel_account" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "code" varchar(64) NOT NULL,
  "channel" varchar(64) NOT NULL,
  "title" varchar(200) NOT NULL,
  "sealedSettings" text NOT NULL,
  "enabled" boolean NOT NULL,
  "version" integer NOT NULL,
  "createdAt" datetime NOT NULL
);

CREATE UNIQUE INDEX "uq_account_code" ON "channel_account" ("code");

CREATE TABLE "consent_entry" (
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
);

CREATE INDEX "ix_consent_point" ON "consent_entry" ("contactPointId", "recordedAt");

CREATE INDEX "ix_consent_request" ON "consent_entry" ("requestId");

CREATE TABLE "contact" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "displayName" varchar(200),
  "language" varchar(35),
  "createdAt" datetime NOT NULL
);

CREATE TABLE "contact_point" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "contactId" varchar(36) NOT NULL,
  "kind" varchar(32) NOT NULL,
  "address" varchar(255) NOT NULL,
  "addressKey" blob,
  "verifiedAt" datetime,
  "createdAt" datetime NOT NULL
  , "undeliverableAt" datetime);

CREATE INDEX "ix_contact_point_contact" ON "contact_point" ("contactId");

CREATE UNIQUE INDEX "uq_contact_point_address" ON "contact_point" ("addressKey");

CREATE TABLE "daily_spend" (
  "channelAccountId" varchar(36) NOT NULL,
  "day" varchar(10) NOT NULL,
  "parts" integer NOT NULL,
  "micros" integer NOT NULL,
  PRIMARY KEY ("channelAccountId", "day")
);

CREATE INDEX "ix_spend_day" ON "daily_spend" ("day");

CREATE TABLE "delivery_attempt" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "outboxId" varchar(36) NOT NULL,
  "number" integer NOT NULL,
  "outcome" integer NOT NULL DEFAULT (0),
  "providerId" blob,
  "reason" varchar(500),
  "startedAt" datetime NOT NULL,
  "endedAt" datetime
);

CREATE INDEX "ix_attempt_provider" ON "delivery_attempt" ("providerId");

CREATE UNIQUE INDEX "uq_attempt_number" ON "delivery_attempt" ("outboxId", "number");

CREATE TABLE "delivery_pace" (
  "channelAccountId" varchar(36) PRIMARY KEY NOT NULL,
  "allowedFrom" datetime NOT NULL
);

CREATE TABLE "delivery_receipt" (
  "channelAccountId" varchar(36) NOT NULL,
  "providerId" blob NOT NULL,
  "status" integer NOT NULL,
  "reason" varchar(500),
  "occurredAt" datetime,
  "receivedAt" datetime NOT NULL, "refusal" varchar(16),
  PRIMARY KEY ("channelAccountId", "providerId")
);

CREATE TABLE "duty_report" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "requestId" varchar(36) NOT NULL,
  "outcome" varchar(12) NOT NULL,
  "spokeTo" varchar(200),
  "at" datetime NOT NULL,
  "gallons" integer,
  "waterBody" varchar(200),
  "cause" text,
  "staffId" varchar(36) NOT NULL,
  "recordedAt" datetime NOT NULL
);

CREATE INDEX "ix_duty_report_request" ON "duty_report" ("requestId", "recordedAt");

CREATE TABLE "emergency" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "number" integer NOT NULL,
  "kind" varchar(20) NOT NULL,
  "state" varchar(12) NOT NULL,
  "requestId" varchar(36) NOT NULL,
  "place" varchar(250) NOT NULL,
  "evidence" varchar(200) NOT NULL,
  "words" text NOT NULL,
  "unverified" boolean NOT NULL,
  "openedAt" datetime NOT NULL,
  "reports" integer NOT NULL,
  "steps" integer NOT NULL,
  "turns" integer NOT NULL,
  "nextPageAt" datetime,
  "acknowledgedAt" datetime,
  "acknowledgedBy" varchar(36)
);

CREATE INDEX "ix_emergency_opened" ON "emergency" ("openedAt");

CREATE INDEX "ix_emergency_page" ON "emergency" ("nextPageAt");

CREATE INDEX "ix_emergency_request" ON "emergency" ("requestId");

CREATE UNIQUE INDEX "uq_emergency_number" ON "emergency" ("number");

CREATE TABLE "emergency_step" (
  "emergencyId" varchar(36) NOT NULL,
  "step" integer NOT NULL,
  "kind" varchar(12) NOT NULL,
  "staffId" varchar(36),
  "requestId" varchar(36),
  "at" datetime NOT NULL,
  "detail" varchar(200),
  PRIMARY KEY ("emergencyId", "step")
);

CREATE INDEX "ix_emergency_step_request" ON "emergency_step" ("requestId");

CREATE TABLE "envelope_copy" (
    "envelopeId" integer NOT NULL,
    "channelAccountId" varchar(36) NOT NULL,
    "receivedAt" datetime NOT NULL,
    PRIMARY KEY ("envelopeId", "channelAccountId")
);

CREATE TABLE "idempotency_key" (
  "staffId" varchar(36) NOT NULL,
  "keyHash" blob NOT NULL,
  "questionSha256" blob NOT NULL,
  "answer" text NOT NULL,
  "createdAt" datetime NOT NULL,
  PRIMARY KEY ("staffId", "keyHash")
);

CREATE TABLE "inbound_envelope" (
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
);

CREATE INDEX "ix_envelope_pending" ON "inbound_envelope" ("id") WHERE "state" = 0;

CREATE UNIQUE INDEX "uq_envelope_dedupe" ON "inbound_envelope" ("dedupeKey");

CREATE TABLE "intake_lane" (
  "lane" integer PRIMARY KEY NOT NULL
);

CREATE TABLE "introduction" (
  "contactPointId" varchar(36) NOT NULL,
  "channelAccountId" varchar(36) NOT NULL,
  "outboxId" varchar(36) NOT NULL,
  "introducedAt" datetime NOT NULL,
  PRIMARY KEY ("contactPointId", "channelAccountId")
);

CREATE TABLE "message" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "requestId" varchar(36) NOT NULL,
  "envelopeId" integer,
  "direction" varchar(8) NOT NULL,
  "contactPointId" varchar(36),
  "staffId" varchar(36),
  "text" text NOT NULL,
  "channelRef" text,
  "externalId" blob,
  "automatic" boolean NOT NULL,
  "occurredAt" datetime NOT NULL,
  "receivedAt" datetime NOT NULL
);

CREATE INDEX "ix_message_external" ON "message" ("externalId");

CREATE INDEX "ix_message_request" ON "message" ("requestId", "envelopeId");

CREATE UNIQUE INDEX "uq_message_envelope" ON "message" ("envelopeId");

CREATE TABLE "number_counter" (
  "series" varchar(16) PRIMARY KEY NOT NULL,
  "value" integer NOT NULL
);

CREATE TABLE "opt_out" (
  "contactPointId" varchar(36) NOT NULL,
  "scopeKey" varchar(48) NOT NULL,
  "scope" varchar(12) NOT NULL,
  "channelAccountId" varchar(36),
  "requestId" varchar(36),
  "source" varchar(10) NOT NULL,
  "optedOutAt" datetime NOT NULL,
  PRIMARY KEY ("contactPointId", "scopeKey")
);

CREATE TABLE "outbox_entry" (
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
  , "contactPointId" varchar(36), "answersConsent" boolean NOT NULL DEFAULT (0), "refusal" varchar(16), "ladderAt" datetime, "laddersFrom" varchar(36), "rung" integer NOT NULL DEFAULT (0));

CREATE INDEX "ix_outbox_claim" ON "outbox_entry" ("channelAccountId", "state", "priority", "dueAt", "id");

CREATE INDEX "ix_outbox_contact_point" ON "outbox_entry" ("contactPointId", "state");

CREATE INDEX "ix_outbox_ladder" ON "outbox_entry" ("ladderAt", "id");

CREATE INDEX "ix_outbox_lease" ON "outbox_entry" ("state", "leaseUntil", "id");

CREATE INDEX "ix_outbox_reconcile" ON "outbox_entry" ("state", "reconcileAt", "id");

CREATE INDEX "ix_outbox_request" ON "outbox_entry" ("requestId");

CREATE UNIQUE INDEX "uq_outbox_ladder" ON "outbox_entry" ("laddersFrom");

CREATE TABLE "poll_cursor" (
  "channelAccountId" varchar(36) PRIMARY KEY NOT NULL,
  "position" text NOT NULL
);

CREATE TABLE "pulse" (
  "name" varchar(64) PRIMARY KEY NOT NULL,
  "beatAt" datetime NOT NULL
);

CREATE TABLE "quarantine" (
  "envelopeId" integer PRIMARY KEY NOT NULL,
  "reason" varchar(100) NOT NULL,
  "quarantinedAt" datetime NOT NULL
);

CREATE TABLE "request_link" (
  "requestId" varchar(36) NOT NULL,
  "relatedRequestId" varchar(36) NOT NULL,
  "reason" varchar(32) NOT NULL,
  "createdAt" datetime NOT NULL,
  PRIMARY KEY ("requestId", "relatedRequestId")
);

CREATE INDEX "ix_request_link_related" ON "request_link" ("relatedRequestId");

CREATE TABLE "schema_migration" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);

CREATE TABLE "service" (
  "code" varchar(40) PRIMARY KEY NOT NULL,
  "nameEn" varchar(200) NOT NULL,
  "nameEs" varchar(200) NOT NULL,
  "department" varchar(100) NOT NULL,
  "groupName" varchar(100) NOT NULL,
  "target" varchar(60) NOT NULL,
  "afterHours" varchar(100) NOT NULL,
  "emergencyKind" varchar(20),
  "enabled" boolean NOT NULL,
  "version" integer NOT NULL
);

CREATE TABLE "service_request" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "number" varchar(20) NOT NULL,
  "channelAccountId" varchar(36) NOT NULL,
  "contactPointId" varchar(36) NOT NULL,
  "conversationKey" blob,
  "status" varchar(20) NOT NULL,
  "subject" varchar(250) NOT NULL,
  "language" varchar(35) NOT NULL,
  "serviceCode" varchar(100),
  "channelRef" text NOT NULL,
  "requestedAt" datetime NOT NULL,
  "receivedAt" datetime NOT NULL,
  "arrivedLate" boolean NOT NULL,
  "unverifiedSender" boolean NOT NULL,
  "expectedAt" datetime,
  "awaitsReply" boolean NOT NULL,
  "nextDeadlineAt" datetime,
  "streamKey" varchar(64),
  "closedAt" datetime,
  "closeReason" varchar(32),
  "closeSentence" text,
  "lastMessageAt" datetime NOT NULL,
  "messageCount" integer NOT NULL
  , "acknowledgedAt" datetime, "breachReason" varchar(32), "emergencies" varchar(40));

CREATE INDEX "ix_request_closed" ON "service_request" ("closedAt", "id");

CREATE INDEX "ix_request_contact_point" ON "service_request" ("contactPointId", "acknowledgedAt");

CREATE INDEX "ix_request_stream" ON "service_request" ("streamKey");

CREATE UNIQUE INDEX "uq_request_conversation" ON "service_request" ("conversationKey");

CREATE UNIQUE INDEX "uq_request_number" ON "service_request" ("number");

CREATE TABLE "sla_clock" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "requestId" varchar(36) NOT NULL,
  "kind" varchar(20) NOT NULL,
  "state" varchar(10) NOT NULL,
  "startedAt" datetime NOT NULL,
  "dueAt" datetime NOT NULL,
  "metAt" datetime,
  "targetMs" integer NOT NULL,
  "policyVersion" integer NOT NULL,
  "calendarVersion" integer NOT NULL,
  "createdAt" datetime NOT NULL
  , "policyName" varchar(64) NOT NULL DEFAULT ('default'), "calendarName" varchar(64) NOT NULL DEFAULT ('default'), "targetKind" varchar(16) NOT NULL DEFAULT ('operating'), "pausedAt" datetime, "breachedAt" datetime, "endedAt" datetime, "noticedLevel" integer NOT NULL DEFAULT (0), "nextStepAt" datetime);

CREATE INDEX "ix_clock_calendar" ON "sla_clock" ("state", "calendarName", "calendarVersion", "id");

CREATE INDEX "ix_clock_request" ON "sla_clock" ("requestId", "state");

CREATE INDEX "ix_clock_step" ON "sla_clock" ("nextStepAt", "id") WHERE "nextStepAt" IS NOT NULL;

CREATE TABLE "sla_notice" (
  "clockId" varchar(36) NOT NULL,
  "level" integer NOT NULL,
  "dueAt" datetime NOT NULL,
  "kind" varchar(12) NOT NULL,
  "noticedAt" datetime NOT NULL,
  "annulledAt" datetime,
  PRIMARY KEY ("clockId", "dueAt", "level")
);

CREATE TABLE "sla_segment" (
  "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  "clockId" varchar(36) NOT NULL,
  "kind" varchar(10) NOT NULL,
  "fromAt" datetime NOT NULL,
  "cause" varchar(64) NOT NULL,
  "recordedAt" datetime NOT NULL
  , "dueAt" datetime, "reason" varchar(200));

CREATE INDEX "ix_segment_clock" ON "sla_segment" ("clockId", "id");

CREATE TABLE "staff" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "name" varchar(200) NOT NULL,
  "role" varchar(20) NOT NULL,
  "createdAt" datetime NOT NULL
);

CREATE TABLE "staff_address" (
  "id" varchar(36) PRIMARY KEY NOT NULL,
  "staffId" varchar(36) NOT NULL,
  "kind" varchar(32) NOT NULL,
  "address" varchar(255) NOT NULL,
  "position" integer NOT NULL,
  "createdAt" datetime NOT NULL
);

CREATE INDEX "ix_staff_address_staff" ON "staff_address" ("staffId", "position");

CREATE TABLE "staff_key" (
  "keyHash" blob PRIMARY KEY NOT NULL,
  "staffId" varchar(36) NOT NULL,
  "createdAt" datetime NOT NULL
);

CREATE INDEX "ix_staff_key_staff" ON "staff_key" ("staffId");

CREATE TABLE "town_document" (
  "kind" varchar(32) NOT NULL,
  "name" varchar(64) NOT NULL,
  "version" integer NOT NULL,
  "body" text NOT NULL,
  "savedBy" varchar(36),
  "savedAt" datetime NOT NULL,
  PRIMARY KEY ("kind", "name", "version")
);

CREATE TABLE "undelivered" (
  "requestId" varchar(36) PRIMARY KEY NOT NULL,
  "outboxId" varchar(36) NOT NULL,
  "refusal" varchar(16) NOT NULL,
  "undeliveredAt" datetime NOT NULL
);

CREATE INDEX "ix_undelivered" ON "undelivered" ("undeliveredAt", "requestId");

CREATE TABLE "untold_request" (
  "contactPointId" varchar(36) NOT NULL,
  "requestId" varchar(36) NOT NULL,
  PRIMARY KEY ("contactPointId", "requestId")
);

