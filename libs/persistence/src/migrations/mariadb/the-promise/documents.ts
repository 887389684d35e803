import { ascii, table } from '../the-line/options.js';

export const documents: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS town_document (
    kind varchar(32) ${ascii} NOT NULL,
    name varchar(64) ${ascii} NOT NULL,
    version int NOT NULL,
    body mediumtext NOT NULL,
    savedBy varchar(36) ${ascii} NULL,
    savedAt datetime(3) NOT NULL,
    PRIMARY KEY (kind, name, version)
  ) ${table}`,
];
