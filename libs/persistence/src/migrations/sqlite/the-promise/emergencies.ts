import { shippedServices } from '#core/service/shipped-services';

import { serviceColumns, serviceRow } from '../../service-rows.js';

export const emergencies: readonly string[] = [
  'ALTER TABLE "service_request" ADD COLUMN "emergencies" varchar(40)',
  `CREATE TABLE "service" (
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
  )`,
  `INSERT INTO service (${serviceColumns}) VALUES ${shippedServices.map(serviceRow).join(', ')}`,
  `CREATE TABLE "emergency" (
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
  )`,
  'CREATE UNIQUE INDEX "uq_emergency_number" ON "emergency" ("number")',
  'CREATE INDEX "ix_emergency_page" ON "emergency" ("nextPageAt")',
  'CREATE INDEX "ix_emergency_opened" ON "emergency" ("openedAt")',
  'CREATE INDEX "ix_emergency_request" ON "emergency" ("requestId")',
  `CREATE TABLE "emergency_step" (
    "emergencyId" varchar(36) NOT NULL,
    "step" integer NOT NULL,
    "kind" varchar(12) NOT NULL,
    "staffId" varchar(36),
    "requestId" varchar(36),
    "at" datetime NOT NULL,
    "detail" varchar(200),
    PRIMARY KEY ("emergencyId", "step")
  )`,
  'CREATE INDEX "ix_emergency_step_request" ON "emergency_step" ("requestId")',
  `CREATE TABLE "duty_report" (
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
  )`,
  'CREATE INDEX "ix_duty_report_request" ON "duty_report" ("requestId", "recordedAt")',
];
