import type { AuditEntry } from '../audit/audit-entry.js';
import type { StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** What people decide about the town; each kind is read and validated where it is used. */
export const documentKinds = ['calendar', 'policies', 'rota'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** One saved version. Versions are never changed or deleted. */
export interface TownDocument {
  readonly kind: DocumentKind;
  /** Lower case, digits and dashes; `default` where there is only one. */
  readonly name: string;
  /** Grows by one with every change. */
  readonly version: number;
  /** JSON in the form of its kind. */
  readonly body: string;
  /** Who decided it; null for what the system wrote by itself. */
  readonly savedBy: StaffId | null;
  readonly savedAt: Instant;
}

/**
 * What a town decided about itself, every version kept.
 *
 * @example
 * const version = (newest?.version ?? 0) + 1;
 * await documents.append({ kind: 'calendar', name: 'default', version, body, savedBy, savedAt }, audit);
 */
export interface TownDocumentStore {
  /** The newest version of each kind and name, by kind and name. */
  newest(): Promise<readonly TownDocument[]>;
  /** A small read that tells whether anything was saved since the last look. */
  newestVersions(): Promise<string>;
  /** The newest version of one of them. */
  find(kind: DocumentKind, name: string): Promise<TownDocument | null>;
  /** Newest first, from below a version on when one is given. */
  history(kind: DocumentKind, name: string, page: HistoryPage): Promise<readonly TownDocument[]>;
  /**
   * Adds it when its version is the one after the newest; the first of a name may have any version,
   * because what the code ships counts as the versions before. `conflict`: somebody else saved meanwhile.
   */
  append(document: TownDocument, audit: AuditEntry): Promise<'saved' | 'conflict'>;
}

export interface HistoryPage {
  readonly before: number | null;
  readonly limit: number;
}
