import { shippedServices } from '#core/service/shipped-services';

import { serviceColumns, serviceRow } from '../../service-rows.js';
import { ascii, table } from '../the-line/options.js';

export const emergencies: readonly string[] = [
  `ALTER TABLE service_request ADD COLUMN emergencies varchar(40) ${ascii} NULL`,
  `CREATE TABLE IF NOT EXISTS service (
    code varchar(40) ${ascii} NOT NULL,
    nameEn varchar(200) NOT NULL,
    nameEs varchar(200) NOT NULL,
    department varchar(100) NOT NULL,
    groupName varchar(100) NOT NULL,
    target varchar(60) NOT NULL,
    afterHours varchar(100) NOT NULL,
    emergencyKind varchar(20) ${ascii} NULL,
    enabled tinyint NOT NULL,
    version int NOT NULL,
    PRIMARY KEY (code)
  ) ${table}`,
  `INSERT INTO service (${serviceColumns}) VALUES ${shippedServices.map(serviceRow).join(', ')}`,
  `CREATE TABLE IF NOT EXISTS emergency (
    id varchar(36) ${ascii} NOT NULL,
    number int NOT NULL,
    kind varchar(20) ${ascii} NOT NULL,
    state varchar(12) ${ascii} NOT NULL,
    requestId varchar(36) ${ascii} NOT NULL,
    place varchar(250) NOT NULL,
    evidence varchar(200) NOT NULL,
    words mediumtext NOT NULL,
    unverified tinyint NOT NULL,
    openedAt datetime(3) NOT NULL,
    reports int NOT NULL,
    steps int NOT NULL,
    turns int NOT NULL,
    nextPageAt datetime(3) NULL,
    acknowledgedAt datetime(3) NULL,
    acknowledgedBy varchar(36) ${ascii} NULL,
    UNIQUE INDEX uq_emergency_number (number),
    INDEX ix_emergency_page (nextPageAt),
    INDEX ix_emergency_opened (openedAt),
    INDEX ix_emergency_request (requestId),
    PRIMARY KEY (id)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS emergency_step (
    emergencyId varchar(36) ${ascii} NOT NULL,
    step int NOT NULL,
    kind varchar(12) ${ascii} NOT NULL,
    staffId varchar(36) ${ascii} NULL,
    requestId varchar(36) ${ascii} NULL,
    at datetime(3) NOT NULL,
    detail varchar(200) NULL,
    INDEX ix_emergency_step_request (requestId),
    PRIMARY KEY (emergencyId, step)
  ) ${table}`,
  `CREATE TABLE IF NOT EXISTS duty_report (
    id varchar(36) ${ascii} NOT NULL,
    requestId varchar(36) ${ascii} NOT NULL,
    outcome varchar(12) ${ascii} NOT NULL,
    spokeTo varchar(200) NULL,
    at datetime(3) NOT NULL,
    gallons int NULL,
    waterBody varchar(200) NULL,
    cause mediumtext NULL,
    staffId varchar(36) ${ascii} NOT NULL,
    recordedAt datetime(3) NOT NULL,
    INDEX ix_duty_report_request (requestId, recordedAt),
    PRIMARY KEY (id)
  ) ${table}`,
];
