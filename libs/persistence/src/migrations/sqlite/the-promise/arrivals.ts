export const arrivals: readonly string[] = [
  `CREATE TABLE "arrival_hour" (
    "channelAccountId" varchar(36) NOT NULL,
    "hourStartAt" datetime NOT NULL,
    "arrivals" integer NOT NULL,
    PRIMARY KEY ("channelAccountId", "hourStartAt")
  )`,
  `CREATE TABLE "arrival_account" (
    "channelAccountId" varchar(36) PRIMARY KEY NOT NULL,
    "firstArrivalAt" datetime NOT NULL,
    "lastArrivalAt" datetime NOT NULL,
    "watchedFromAt" datetime,
    "silentFromAt" datetime
  )`,
  `CREATE TABLE "arrival_cursor" (
    "name" varchar(32) PRIMARY KEY NOT NULL,
    "countedId" integer NOT NULL,
    "notedId" integer NOT NULL,
    "notedAt" datetime,
    "countedUntilAt" datetime
  )`,
  `INSERT INTO "arrival_cursor" ("name", "countedId", "notedId") VALUES ('envelopes', 0, 0)`,
];
