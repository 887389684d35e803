import { code, flag, id, instant, nullable, primary, text, whole, words } from './columns.js';
import { table } from './table.js';

/** One thing that happened, however many report it. */
export const emergencyTable = table(
  'emergency',
  {
    id: primary(id()),
    number: whole('int'),
    kind: code(20),
    state: code(12),
    requestId: id(),
    place: words(250),
    evidence: words(200),
    words: text(),
    unverified: flag(),
    openedAt: instant(),
    reports: whole('int'),
    steps: whole('int'),
    turns: whole('int'),
    nextPageAt: nullable(instant()),
    acknowledgedAt: nullable(instant()),
    acknowledgedBy: nullable(id()),
  },
  [
    { name: 'uq_emergency_number', columns: ['number'], unique: true },
    { name: 'ix_emergency_page', columns: ['nextPageAt'] },
    { name: 'ix_emergency_opened', columns: ['openedAt'] },
    { name: 'ix_emergency_request', columns: ['requestId'] },
  ],
);
