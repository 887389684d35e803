import { ascii, table } from './options.js';

export const delivery: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS outbox_entry (
    id varchar(36) ${ascii} NOT NULL,
    requestId varchar(36) ${ascii} NOT NULL,
    messageId varchar(36) ${ascii} NULL,
    staffId varchar(36) ${ascii} NULL,
    channelAccountId varchar(36) ${ascii} NOT NULL,
    kind varchar(20) ${ascii} NOT NULL,
    priority tinyint NOT NULL,
    state tinyint NOT NULL,
    channelRef mediumtext NOT NULL,
    body mediumtext NOT NULL,
    requestNumber varchar(20) ${ascii} NOT NULL,
    dueAt datetime(3) NOT NULL,
    owner varchar(100) ${ascii} NULL,
    leaseUntil datetime(3) NULL,
    attempts smallint NOT NULL DEFAULT 0,
    reason varchar(500) NULL,
    reconcileAt datetime(3) NULL,
    absentSince datetime(3) NULL,
    automaticResends tinyint NOT NULL DEFAULT 0,
    createdAt datetime(3) NOT NULL,
    INDEX ix_outbox_claim (channelAccountId, state, priority, dueAt, id),
    INDEX ix_outbox_lease (state, leaseUntil, id),
    INDEX ix_outbox_reconcile (state, reconcileAt, id),
    INDEX ix_outbox_request (requestId),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS delivery_attempt (
    id varchar(36) ${ascii} NOT NULL,
    outboxId varchar(36) ${ascii} NOT NULL,
    number smallint NOT NULL,
    outcome tinyint NOT NULL DEFAULT 0,
    providerId varbinary(512) NULL,
    reason varchar(500) NULL,
    startedAt datetime(3) NOT NULL,
    endedAt datetime(3) NULL,
    UNIQUE INDEX uq_attempt_number (outboxId, number),
    INDEX ix_attempt_provider (providerId),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS delivery_receipt (
    channelAccountId varchar(36) ${ascii} NOT NULL,
    providerId varbinary(512) NOT NULL,
    status tinyint NOT NULL,
    reason varchar(500) NULL,
    occurredAt datetime(3) NULL,
    receivedAt datetime(3) NOT NULL,
    PRIMARY KEY (channelAccountId, providerId)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS delivery_pace (
    channelAccountId varchar(36) ${ascii} NOT NULL,
    allowedFrom datetime(3) NOT NULL,
    PRIMARY KEY (channelAccountId)
  ) ${table}`,
];
