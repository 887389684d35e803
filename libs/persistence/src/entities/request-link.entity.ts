import { code, id, instant, primary } from './columns.js';
import { table } from './table.js';

/** "Possibly related": a hint for staff, never a merge. */
export const requestLinkTable = table(
  'request_link',
  {
    requestId: primary(id()),
    relatedRequestId: primary(id()),
    reason: code(32),
    createdAt: instant(),
  },
  [{ name: 'ix_request_link_related', columns: ['relatedRequestId'] }],
);
