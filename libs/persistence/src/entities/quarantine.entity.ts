import { instant, primary, whole, words } from './columns.js';
import { table } from './table.js';

/** Envelopes that could not be registered; their raw bytes stay in the envelope's row. */
export const quarantineTable = table('quarantine', {
  envelopeId: primary(whole('bigint')),
  reason: words(100),
  quarantinedAt: instant(),
});
