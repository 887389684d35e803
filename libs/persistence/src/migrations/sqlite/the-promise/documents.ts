export const documents: readonly string[] = [
  `CREATE TABLE "town_document" (
    "kind" varchar(32) NOT NULL,
    "name" varchar(64) NOT NULL,
    "version" integer NOT NULL,
    "body" text NOT NULL,
    "savedBy" varchar(36),
    "savedAt" datetime NOT NULL,
    PRIMARY KEY ("kind", "name", "version")
  )`,
];
