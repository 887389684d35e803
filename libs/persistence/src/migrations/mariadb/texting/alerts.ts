import { ascii } from '../the-line/options.js';

/** Which ways to a person were tried, and whose alert a message was. */
export const alerts: readonly string[] = [
  `ALTER TABLE alert
    ADD COLUMN tried varchar(1000) ${ascii} NOT NULL DEFAULT '',
    ADD INDEX ix_alert_outbox (outboxId)`,
];
