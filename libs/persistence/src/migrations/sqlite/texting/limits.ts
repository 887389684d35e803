/** What automatic texts are bounded by: acknowledgements of a block of numbers, money a day. */
export const limits: readonly string[] = [
  `CREATE TABLE "acknowledged_block" (
    "blockKey" blob NOT NULL,
    "windowStartAt" datetime NOT NULL,
    "block" varchar(100) NOT NULL,
    "acknowledged" integer NOT NULL,
    "withheld" integer NOT NULL,
    PRIMARY KEY ("blockKey", "windowStartAt")
  )`,
  'CREATE INDEX "ix_block_window" ON "acknowledged_block" ("windowStartAt")',
  `CREATE TABLE "daily_spend" (
    "channelAccountId" varchar(36) NOT NULL,
    "day" varchar(10) NOT NULL,
    "parts" integer NOT NULL,
    "micros" integer NOT NULL,
    PRIMARY KEY ("channelAccountId", "day")
  )`,
  'CREATE INDEX "ix_spend_day" ON "daily_spend" ("day")',
];
