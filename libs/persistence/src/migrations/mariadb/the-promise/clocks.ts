import { ascii, table } from '../the-line/options.js';

export const clocks: readonly string[] = [
  `ALTER TABLE service_request ADD COLUMN breachReason varchar(32) ${ascii} NULL`,
  `ALTER TABLE sla_clock
    ADD COLUMN policyName varchar(64) ${ascii} NOT NULL DEFAULT 'default',
    ADD COLUMN calendarName varchar(64) ${ascii} NOT NULL DEFAULT 'default',
    ADD COLUMN targetKind varchar(16) ${ascii} NOT NULL DEFAULT 'operating',
    ADD COLUMN pausedAt datetime(3) NULL,
    ADD COLUMN breachedAt datetime(3) NULL,
    ADD COLUMN endedAt datetime(3) NULL,
    ADD COLUMN noticedLevel int NOT NULL DEFAULT 0,
    ADD COLUMN nextStepAt datetime(3) NULL,
    DROP INDEX ix_clock_due,
    ADD INDEX ix_clock_step (nextStepAt, id),
    ADD INDEX ix_clock_calendar (state, calendarName, calendarVersion, id)`,
  "UPDATE sla_clock SET nextStepAt = dueAt WHERE state = 'running'",
  `ALTER TABLE sla_segment
    ADD COLUMN dueAt datetime(3) NULL,
    ADD COLUMN reason varchar(200) NULL`,
  `CREATE TABLE IF NOT EXISTS sla_notice (
    clockId varchar(36) ${ascii} NOT NULL,
    level int NOT NULL,
    dueAt datetime(3) NOT NULL,
    kind varchar(12) ${ascii} NOT NULL,
    noticedAt datetime(3) NOT NULL,
    annulledAt datetime(3) NULL,
    PRIMARY KEY (clockId, dueAt, level)
  ) ${table}`,
];
