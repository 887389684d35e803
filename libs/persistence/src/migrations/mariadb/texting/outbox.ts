import { ascii } from '../the-line/options.js';

/** To whom an entry goes, so that what waits for one address can be taken back. */
export const outbox: readonly string[] = [
  `ALTER TABLE outbox_entry
    ADD COLUMN contactPointId varchar(36) ${ascii} NULL,
    ADD COLUMN answersConsent tinyint NOT NULL DEFAULT 0,
    ADD INDEX ix_outbox_contact_point (contactPointId, state)`,
  `UPDATE outbox_entry o JOIN service_request r ON r.id = o.requestId
    SET o.contactPointId = r.contactPointId WHERE o.kind NOT IN ('emergency-page', 'alert')`,
];
