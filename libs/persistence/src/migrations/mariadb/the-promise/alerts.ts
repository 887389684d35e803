import { ascii, table } from '../the-line/options.js';

export const alerts: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS staff_address (
    id varchar(36) ${ascii} NOT NULL,
    staffId varchar(36) ${ascii} NOT NULL,
    kind varchar(32) NOT NULL,
    address varchar(255) NOT NULL,
    position int NOT NULL,
    createdAt datetime(3) NOT NULL,
    INDEX ix_staff_address_staff (staffId, position),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS alert (
    id varchar(36) ${ascii} NOT NULL,
    alertKey binary(32) NOT NULL,
    kind varchar(20) ${ascii} NOT NULL,
    subject varchar(64) ${ascii} NOT NULL,
    requestId varchar(36) ${ascii} NULL,
    staffId varchar(36) ${ascii} NOT NULL,
    title varchar(250) NOT NULL,
    text mediumtext NOT NULL,
    urgent tinyint NOT NULL,
    state varchar(12) ${ascii} NOT NULL,
    transport int NOT NULL,
    outboxId varchar(36) ${ascii} NULL,
    lookAt datetime(3) NOT NULL,
    createdAt datetime(3) NOT NULL,
    UNIQUE INDEX uq_alert_key (alertKey),
    INDEX ix_alert_look (state, lookAt),
    INDEX ix_alert_request (requestId),
    INDEX ix_alert_subject (subject),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS pulse (
    name varchar(64) ${ascii} NOT NULL,
    beatAt datetime(3) NOT NULL,
    PRIMARY KEY (name)
  ) ${table}`,
];
