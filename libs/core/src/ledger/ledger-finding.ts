import type { Instant } from '../time/instant.js';

/** The rules that must hold at every moment; a finding names ids only. */
export const ledgerRules = {
  'envelope-outcome':
    'Every accepted envelope has exactly one outcome, or waits for less than a minute.',
  'envelope-message':
    'A registered envelope has exactly one message, on the request its outcome names; no other has any.',
  'conversation-single': 'A conversation has at most one current request.',
  'request-number': 'Numbers are unique and without a gap in their series.',
  'request-clock': 'Every request has its first-response clock, and every clock its segments.',
  'request-counters': 'Message counts, deadlines and stream keys equal what they are derived from.',
  'outbox-state': 'Every outbox entry is terminal, waiting for a due time, or visible to a person.',
  'outbox-attempt':
    'Every attempt belongs to its entry; a sent entry has exactly one accepted attempt.',
  'outbox-ladder':
    'An answer goes on from an entry that refused it, once, one rung further; it is accepted once.',
  'outbox-consent':
    'Nothing leaves for an address after its citizen has ended texts, but the answer to those words.',
  'file-present': 'Every file that a row names exists with its SHA-256.',
  'file-orphan': 'No file older than an hour is without a row.',
} as const;
export type LedgerRule = keyof typeof ledgerRules;

export interface LedgerFinding {
  readonly rule: LedgerRule;
  /** What it is about, as `envelope:17`. */
  readonly subject: string;
  readonly detail: string;
}

export interface LedgerCounts {
  readonly envelopes: number;
  readonly requests: number;
  readonly messages: number;
  readonly outboxEntries: number;
}

export interface LedgerStore {
  /** Runs every rule that the database can judge; reads only. @param now for the ages. */
  findings(now: Instant): AsyncIterable<LedgerFinding>;
  /** SHA-256 of every file that a row names, in hexadecimal. */
  referencedFiles(): AsyncIterable<string>;
  counts(): Promise<LedgerCounts>;
}
