import { ascii } from '../the-line/options.js';

/** An alert may be about no request; a reply may be a question. */
export const outbox: readonly string[] = [
  `ALTER TABLE outbox_entry MODIFY requestId varchar(36) ${ascii} NULL,
    ADD COLUMN asksCitizen varchar(10) ${ascii} NULL AFTER requestNumber`,
];
