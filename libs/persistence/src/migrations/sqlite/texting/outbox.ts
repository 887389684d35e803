/** To whom an entry goes, so that what waits for one address can be taken back. */
export const outbox: readonly string[] = [
  'ALTER TABLE "outbox_entry" ADD COLUMN "contactPointId" varchar(36)',
  'ALTER TABLE "outbox_entry" ADD COLUMN "answersConsent" boolean NOT NULL DEFAULT (0)',
  'CREATE INDEX "ix_outbox_contact_point" ON "outbox_entry" ("contactPointId", "state")',
  `UPDATE "outbox_entry" SET "contactPointId" =
    (SELECT r."contactPointId" FROM "service_request" r WHERE r."id" = "outbox_entry"."requestId")
    WHERE "kind" NOT IN ('emergency-page', 'alert')`,
];
