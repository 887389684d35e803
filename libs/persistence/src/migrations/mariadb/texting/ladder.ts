import { ascii, table } from '../the-line/options.js';

/** An answer that was turned away goes on by another way, or lies in the work list. */
export const ladder: readonly string[] = [
  `ALTER TABLE outbox_entry
    ADD COLUMN refusal varchar(16) ${ascii} NULL,
    ADD COLUMN ladderAt datetime(3) NULL,
    ADD COLUMN laddersFrom varchar(36) ${ascii} NULL,
    ADD COLUMN rung tinyint NOT NULL DEFAULT 0,
    ADD UNIQUE INDEX uq_outbox_ladder (laddersFrom),
    ADD INDEX ix_outbox_ladder (ladderAt, id)`,
  `ALTER TABLE delivery_receipt ADD COLUMN refusal varchar(16) ${ascii} NULL`,
  `CREATE TABLE IF NOT EXISTS undelivered (
    requestId varchar(36) ${ascii} NOT NULL,
    outboxId varchar(36) ${ascii} NOT NULL,
    refusal varchar(16) ${ascii} NOT NULL,
    undeliveredAt datetime(3) NOT NULL,
    INDEX ix_undelivered (undeliveredAt, requestId),
    PRIMARY KEY (requestId)
  ) ${table}`,
];
