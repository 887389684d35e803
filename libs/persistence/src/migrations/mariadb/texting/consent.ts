import { ascii, table } from '../the-line/options.js';

/** The ledger is append-only; opt-outs are the present state; an introduction is said once. */
export const consent: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS consent_entry (
    id varchar(36) ${ascii} NOT NULL,
    contactPointId varchar(36) ${ascii} NOT NULL,
    contactId varchar(36) ${ascii} NOT NULL,
    action varchar(12) ${ascii} NOT NULL,
    scope varchar(12) ${ascii} NULL,
    channelAccountId varchar(36) ${ascii} NULL,
    requestId varchar(36) ${ascii} NULL,
    source varchar(10) ${ascii} NOT NULL,
    words varchar(500) NULL,
    messageId varchar(36) ${ascii} NULL,
    envelopeId bigint NULL,
    staffId varchar(36) ${ascii} NULL,
    recordedAt datetime(3) NOT NULL,
    INDEX ix_consent_point (contactPointId, recordedAt),
    INDEX ix_consent_request (requestId),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS opt_out (
    contactPointId varchar(36) ${ascii} NOT NULL,
    scopeKey varchar(48) ${ascii} NOT NULL,
    scope varchar(12) ${ascii} NOT NULL,
    channelAccountId varchar(36) ${ascii} NULL,
    requestId varchar(36) ${ascii} NULL,
    source varchar(10) ${ascii} NOT NULL,
    optedOutAt datetime(3) NOT NULL,
    PRIMARY KEY (contactPointId, scopeKey)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS introduction (
    contactPointId varchar(36) ${ascii} NOT NULL,
    channelAccountId varchar(36) ${ascii} NOT NULL,
    outboxId varchar(36) ${ascii} NOT NULL,
    introducedAt datetime(3) NOT NULL,
    PRIMARY KEY (contactPointId, channelAccountId)
  ) ${table}`,
];
