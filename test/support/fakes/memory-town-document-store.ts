import type { AuditEntry } from '#core/audit/audit-entry';
import type {
  DocumentKind,
  HistoryPage,
  TownDocument,
  TownDocumentStore,
} from '#core/town/town-document-store';

import type { MemoryDatabase } from './memory-database.js';

export class MemoryTownDocumentStore implements TownDocumentStore {
  constructor(private readonly database: MemoryDatabase) {}

  async newest(): Promise<readonly TownDocument[]> {
    return this.database.transaction(() => {
      const newest = new Map<string, TownDocument>();
      for (const document of this.database.documents.all()) {
        newest.set(`${document.kind} ${document.name}`, document);
      }
      return [...newest.entries()]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([, document]) => document);
    });
  }

  async newestVersions(): Promise<string> {
    return this.database.transaction(() => String(this.database.documents.size));
  }

  async find(kind: DocumentKind, name: string): Promise<TownDocument | null> {
    const [found] = await this.history(kind, name, { before: null, limit: 1 });
    return found ?? null;
  }

  async history(
    kind: DocumentKind,
    name: string,
    { before, limit }: HistoryPage,
  ): Promise<readonly TownDocument[]> {
    return this.database.transaction(() => this.of(kind, name, before).slice(0, limit));
  }

  async append(document: TownDocument, audit: AuditEntry): Promise<'saved' | 'conflict'> {
    return this.database.transaction(() => {
      const { kind, name, version } = document;
      const [last] = this.of(kind, name, null);
      if (last !== undefined && last.version + 1 !== version) return 'conflict';
      this.database.onStatement('appendDocument', [document]);
      this.database.documents.insert(`${kind} ${name} ${String(version)}`, document);
      this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
      return 'saved';
    });
  }

  private of(kind: DocumentKind, name: string, before: number | null): readonly TownDocument[] {
    return this.database.documents
      .all()
      .filter((document) => document.kind === kind && document.name === name)
      .filter(({ version }) => before === null || version < before)
      .toReversed();
  }
}
