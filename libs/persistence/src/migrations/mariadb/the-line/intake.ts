import { ascii, table } from './options.js';

export const intake: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS inbound_envelope (
    id bigint NOT NULL AUTO_INCREMENT,
    channelAccountId varchar(36) ${ascii} NOT NULL,
    dedupeKey binary(32) NOT NULL,
    identityKey binary(16) NOT NULL,
    lane smallint NOT NULL,
    state tinyint NOT NULL DEFAULT 0,
    strikes tinyint NOT NULL DEFAULT 0,
    outcome varchar(16) ${ascii} NULL,
    outcomeReason varchar(100) NULL,
    requestId varchar(36) ${ascii} NULL,
    providerId varbinary(255) NULL,
    contentType varchar(255) NOT NULL,
    raw mediumblob NULL,
    rawSha256 binary(32) NOT NULL,
    requestSha256 binary(32) NULL,
    receivedAt datetime(3) NOT NULL,
    UNIQUE INDEX uq_envelope_dedupe (dedupeKey),
    INDEX ix_envelope_pending (state, lane, id),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS intake_lane (
    lane smallint NOT NULL,
    PRIMARY KEY (lane)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS poll_cursor (
    channelAccountId varchar(36) ${ascii} NOT NULL,
    position mediumtext NOT NULL,
    PRIMARY KEY (channelAccountId)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS quarantine (
    envelopeId bigint NOT NULL,
    reason varchar(100) NOT NULL,
    quarantinedAt datetime(3) NOT NULL,
    PRIMARY KEY (envelopeId)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS attachment (
    id varchar(36) ${ascii} NOT NULL,
    messageId varchar(36) ${ascii} NOT NULL,
    channelAccountId varchar(36) ${ascii} NOT NULL,
    reference mediumtext NOT NULL,
    filename varchar(500) NULL,
    contentType varchar(255) NOT NULL,
    state varchar(8) ${ascii} NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    dueAt datetime(3) NOT NULL,
    sha256 binary(32) NULL,
    size bigint NULL,
    reason varchar(500) NULL,
    createdAt datetime(3) NOT NULL,
    INDEX ix_attachment_message (messageId),
    INDEX ix_attachment_due (state, dueAt, id),
    PRIMARY KEY (id)
  ) ${table}`,
];
