import { ascii, table } from './options.js';

export const office: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS staff (
    id varchar(36) ${ascii} NOT NULL,
    name varchar(200) NOT NULL,
    role varchar(20) ${ascii} NOT NULL,
    createdAt datetime(3) NOT NULL,
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS staff_key (
    keyHash binary(32) NOT NULL,
    staffId varchar(36) ${ascii} NOT NULL,
    createdAt datetime(3) NOT NULL,
    INDEX ix_staff_key_staff (staffId),
    PRIMARY KEY (keyHash)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS channel_account (
    id varchar(36) ${ascii} NOT NULL,
    code varchar(64) ${ascii} NOT NULL,
    channel varchar(64) ${ascii} NOT NULL,
    title varchar(200) NOT NULL,
    sealedSettings mediumtext NOT NULL,
    enabled tinyint NOT NULL,
    version int NOT NULL,
    createdAt datetime(3) NOT NULL,
    UNIQUE INDEX uq_account_code (code),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS idempotency_key (
    staffId varchar(36) ${ascii} NOT NULL,
    keyHash binary(32) NOT NULL,
    questionSha256 binary(32) NOT NULL,
    answer mediumtext NOT NULL,
    createdAt datetime(3) NOT NULL,
    PRIMARY KEY (staffId, keyHash)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS audit_entry (
    id bigint NOT NULL AUTO_INCREMENT,
    at datetime(3) NOT NULL,
    staffId varchar(36) ${ascii} NULL,
    action varchar(40) ${ascii} NOT NULL,
    subject varchar(64) ${ascii} NOT NULL,
    detail mediumtext NOT NULL,
    INDEX ix_audit_subject (subject),
    PRIMARY KEY (id)
  ) ${table}`,
];
