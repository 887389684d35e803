import { id, instant, primary, whole } from './columns.js';
import { table } from './table.js';

/** The other accounts that were handed the very same envelope: one mail to two addresses of the town. */
export const envelopeCopyTable = table('envelope_copy', {
  envelopeId: primary(whole('bigint')),
  channelAccountId: primary(id()),
  receivedAt: instant(),
});
