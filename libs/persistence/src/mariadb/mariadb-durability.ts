import type { SqlSession } from '../sql/sql-session.js';
import type { StorageFault } from '../sql/storage-fault.js';

const OLDEST_VERSION = [10, 6] as const;
/** One acceptance carries up to 1 MiB, a text up to 16 MiB. */
const LEAST_PACKET_BYTES = 16 * 1024 * 1024;

/** Everything about the server that would break "committed means kept", all at once. */
export async function mariadbFaults(session: SqlSession): Promise<readonly StorageFault[]> {
  const variables = await readVariables(session);
  return [
    ...versionFaults(variables),
    ...syncFaults(variables),
    ...integrityFaults(variables),
    ...writeFaults(variables),
  ];
}

type Variables = ReadonlyMap<string, string>;

const names = [
  'version',
  'innodb_flush_log_at_trx_commit',
  'innodb_doublewrite',
  'innodb_force_recovery',
  'log_bin',
  'sync_binlog',
  'sql_mode',
  'read_only',
  'max_allowed_packet',
  'character_set_database',
] as const;

async function readVariables(session: SqlSession): Promise<Variables> {
  const list = names.map((name) => `'${name}'`).join(', ');
  const rows = await session.rows<{ readonly name: string; readonly value: string }>(
    `SELECT LOWER(VARIABLE_NAME) AS name, VARIABLE_VALUE AS value FROM information_schema.SESSION_VARIABLES WHERE VARIABLE_NAME IN (${list})`,
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

function versionFaults(variables: Variables): StorageFault[] {
  const version = variables.get('version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const isMariadb = version.toLowerCase().includes('mariadb');
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  if (isMariadb && (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)))
    return [];
  return [
    {
      setting: 'version',
      problem: `The database says that it is ${version}.`,
      remedy: 'Use MariaDB 10.6 or newer; MySQL is not supported.',
    },
  ];
}

function syncFaults(variables: Variables): StorageFault[] {
  const faults: StorageFault[] = [];
  const flush = variables.get('innodb_flush_log_at_trx_commit');
  if (flush !== '1') {
    faults.push({
      setting: 'innodb_flush_log_at_trx_commit',
      problem: `It is ${flush ?? 'unknown'}: a commit is acknowledged before it is on disk.`,
      remedy: 'Set innodb_flush_log_at_trx_commit=1 in the server configuration and restart it.',
    });
  }
  const binlogSync = variables.get('sync_binlog');
  if (isOn(variables.get('log_bin')) && binlogSync !== '1') {
    faults.push({
      setting: 'sync_binlog',
      problem: `It is ${binlogSync ?? 'unknown'} while the binary log is on: after a power cut the log may miss commits.`,
      remedy: 'Set sync_binlog=1, or switch the binary log off (skip-log-bin).',
    });
  }
  return faults;
}

function integrityFaults(variables: Variables): StorageFault[] {
  const faults: StorageFault[] = [];
  if (!isOn(variables.get('innodb_doublewrite'))) {
    faults.push({
      setting: 'innodb_doublewrite',
      problem: 'It is off: a page torn by a power cut cannot be repaired.',
      remedy: 'Set innodb_doublewrite=ON and restart the server.',
    });
  }
  const recovery = variables.get('innodb_force_recovery');
  if (recovery !== '0') {
    faults.push({
      setting: 'innodb_force_recovery',
      problem: `It is ${recovery ?? 'unknown'}: the server runs in rescue mode.`,
      remedy: 'Finish the rescue, remove innodb_force_recovery and restart the server.',
    });
  }
  const modes = (variables.get('sql_mode') ?? '').split(',');
  if (!modes.includes('STRICT_TRANS_TABLES') && !modes.includes('STRICT_ALL_TABLES')) {
    faults.push({
      setting: 'sql_mode',
      problem: 'It is not strict: values that do not fit would be cut in silence.',
      remedy: 'Add STRICT_TRANS_TABLES to sql_mode.',
    });
  }
  return faults;
}

function writeFaults(variables: Variables): StorageFault[] {
  const faults: StorageFault[] = [];
  if (isOn(variables.get('read_only'))) {
    faults.push({
      setting: 'read_only',
      problem: 'The server takes no writes: it is a replica or was switched to read-only.',
      remedy: 'Give the address of the primary, or set read_only=OFF.',
    });
  }
  const packet = Number(variables.get('max_allowed_packet'));
  if (!(packet >= LEAST_PACKET_BYTES)) {
    faults.push({
      setting: 'max_allowed_packet',
      problem: `It is ${packet} bytes: a batch of messages may be larger.`,
      remedy: `Set max_allowed_packet to ${LEAST_PACKET_BYTES} or more.`,
    });
  }
  const charset = variables.get('character_set_database');
  if (charset !== 'utf8mb4') {
    faults.push({
      setting: 'character_set_database',
      problem: `It is ${charset ?? 'unknown'}: not every language and symbol can be stored.`,
      remedy: 'ALTER DATABASE … CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci.',
    });
  }
  return faults;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && ['ON', '1', 'YES'].includes(value.toUpperCase());
}
