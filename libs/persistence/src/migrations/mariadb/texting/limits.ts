import { ascii, table } from '../the-line/options.js';

/** What automatic texts are bounded by: acknowledgements of a block of numbers, money a day. */
export const limits: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS acknowledged_block (
    blockKey binary(16) NOT NULL,
    windowStartAt datetime(3) NOT NULL,
    block varchar(100) NOT NULL,
    acknowledged int NOT NULL,
    withheld int NOT NULL,
    INDEX ix_block_window (windowStartAt),
    PRIMARY KEY (blockKey, windowStartAt)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS daily_spend (
    channelAccountId varchar(36) ${ascii} NOT NULL,
    day varchar(10) ${ascii} NOT NULL,
    parts bigint NOT NULL,
    micros bigint NOT NULL,
    INDEX ix_spend_day (day),
    PRIMARY KEY (channelAccountId, day)
  ) ${table}`,
];
