import { StoreConflict } from '#core/error/store-errors';
import type { StaffId } from '#core/identity/ids';
import type {
  DocumentKind,
  HistoryPage,
  TownDocument,
  TownDocumentStore,
} from '#core/town/town-document-store';

import { townDocumentTable } from '../entities/town-document.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantOf, instantText } from '../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { insertAudit } from './registration/record-inserts.js';

export function townDocumentStore(database: SqlDatabase): TownDocumentStore {
  return {
    newest: () => database.session(newest),
    newestVersions: () => database.session(newestVersions),
    async find(kind, name) {
      const [found] = await database.session((session) =>
        history(session, { kind, name, before: null, limit: 1 }),
      );
      return found ?? null;
    },
    history: (kind, name, page) =>
      database.session((session) => history(session, { kind, name, ...page })),
    async append(document, audit) {
      try {
        return await database.transaction(async (session) => {
          if (!(await isNext(session, document))) return 'conflict';
          await session.insert(intoDocuments, valuesOf(document));
          await insertAudit(session, [audit]);
          return 'saved';
        });
      } catch (error) {
        if (error instanceof StoreConflict && (await isTaken(database, document))) {
          return 'conflict';
        }
        throw error;
      }
    },
  };
}

const columns = ['kind', 'name', 'version', 'body', 'savedBy', 'savedAt'] as const;
const intoDocuments = insertInto(townDocumentTable, columns);

interface DocumentRow {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly version: number;
  readonly body: string;
  readonly savedBy: StaffId | null;
  readonly savedAt: string;
}

async function newest(session: SqlSession): Promise<readonly TownDocument[]> {
  const rows = await session.rows<DocumentRow>(
    `SELECT ${columns.map((column) => `d.${column}`).join(', ')} FROM town_document d ` +
      'JOIN (SELECT kind, name, MAX(version) AS version FROM town_document GROUP BY kind, name) n ' +
      'ON n.kind = d.kind AND n.name = d.name AND n.version = d.version ORDER BY d.kind, d.name',
  );
  return rows.map(documentOf);
}

/** Versions are only ever added, so every save shows here. */
async function newestVersions(session: SqlSession): Promise<string> {
  const [row] = await session.rows<{
    readonly documents: number;
    readonly versions: number | string | null;
  }>('SELECT COUNT(*) AS documents, SUM(version) AS versions FROM town_document');
  return `${row?.documents ?? 0}:${row?.versions ?? 0}`;
}

async function history(
  session: SqlSession,
  { kind, name, before, limit }: HistoryPage & Pick<TownDocument, 'kind' | 'name'>,
): Promise<readonly TownDocument[]> {
  const below = before === null ? '' : 'AND version < ? ';
  const rows = await session.rows<DocumentRow>(
    `SELECT ${columns.join(', ')} FROM town_document WHERE kind = ? AND name = ? ` +
      `${below}ORDER BY version DESC LIMIT ?`,
    [kind, name, ...(before === null ? [] : [before]), limit],
  );
  return rows.map(documentOf);
}

async function isNext(session: SqlSession, { kind, name, version }: TownDocument) {
  const [last] = await history(session, { kind, name, before: null, limit: 1 });
  return last === undefined || last.version + 1 === version;
}

async function isTaken(database: SqlDatabase, { kind, name, version }: TownDocument) {
  const rows = await database.session((session) =>
    session.rows('SELECT version FROM town_document WHERE kind = ? AND name = ? AND version = ?', [
      kind,
      name,
      version,
    ]),
  );
  return rows.length > 0;
}

function documentOf(row: DocumentRow): TownDocument {
  return { ...row, savedAt: instantOf(row.savedAt) };
}

function valuesOf(document: TownDocument) {
  return columns.map((column) =>
    column === 'savedAt' ? instantText(document.savedAt) : document[column],
  );
}
