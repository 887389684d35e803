import { ascii, table } from '../the-line/options.js';

export const arrivals: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS arrival_hour (
    channelAccountId varchar(36) ${ascii} NOT NULL,
    hourStartAt datetime(3) NOT NULL,
    arrivals int NOT NULL,
    PRIMARY KEY (channelAccountId, hourStartAt)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS arrival_account (
    channelAccountId varchar(36) ${ascii} NOT NULL,
    firstArrivalAt datetime(3) NOT NULL,
    lastArrivalAt datetime(3) NOT NULL,
    watchedFromAt datetime(3) NULL,
    silentFromAt datetime(3) NULL,
    PRIMARY KEY (channelAccountId)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS arrival_cursor (
    name varchar(32) ${ascii} NOT NULL,
    countedId bigint NOT NULL,
    notedId bigint NOT NULL,
    notedAt datetime(3) NULL,
    countedUntilAt datetime(3) NULL,
    PRIMARY KEY (name)
  ) ${table}`,
  "INSERT INTO arrival_cursor (name, countedId, notedId) VALUES ('envelopes', 0, 0) ON DUPLICATE KEY UPDATE name = name",
];
