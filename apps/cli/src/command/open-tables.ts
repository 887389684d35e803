import type { Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { StoreUnavailable } from '#core/error/store-errors';
import type { Database } from '#persistence/database';
import type { Settings } from '#wiring/settings/read-settings';

/** The database itself, for what must work before a town can run. Close it when done. */
export async function openTables({ databaseUrl, dataFolder }: Settings): Promise<Result<Database>> {
  const options =
    databaseUrl === null
      ? ({ dialect: 'sqlite', folder: dataFolder } as const)
      : ({ dialect: 'mariadb', url: databaseUrl.replace(/^mariadb:/, 'mysql:') } as const);
  // Loaded only here: it brings the ORM along, which most commands need not wait for.
  const { openDatabase } = await import('#persistence/open-database');
  try {
    const opening = await openDatabase(options);
    if (opening.kind === 'open') return succeeded(opening.database);
    const faults = opening.faults.map(({ setting, problem, remedy }) => ({
      field: setting,
      message: `${problem} ${remedy}`,
    }));
    return refused(unusable(faults.map(({ message }) => message).join(' '), faults));
  } catch (error) {
    if (error instanceof StoreUnavailable) return refused(unusable(error.message));
    throw error;
  }
}

function unusable(detail: string, faults?: Problem['faults']): Problem {
  const problem = { code: 'unavailable', title: 'The database cannot be used', detail } as const;
  return faults === undefined ? problem : { ...problem, faults };
}
