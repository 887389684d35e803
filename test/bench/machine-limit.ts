/**
 * What the database itself can do on this machine, in tables of our own that never change with the
 * product: the yardstick that every rate is divided by.
 */
export interface MachineLimit {
  /** Single-row durable commits of one 2 KB envelope, one client, per second. */
  singleRowCommits(forMs: number): Promise<number>;
  /** Messages per second when 128 of them go into five tables in one transaction, one client. */
  fiveTableMessages(forMs: number): Promise<number>;
  close(): Promise<void>;
}

/** A value and the mean of the limit just before and just after: other loads come and go. */
export async function besideLimit<Value>(
  measureLimit: () => Promise<number>,
  work: () => Promise<Value>,
): Promise<{ readonly limit: number; readonly value: Value }> {
  const before = await measureLimit();
  const value = await work();
  return { limit: (before + (await measureLimit())) / 2, value };
}

/** One connection, by SQL with `?`; both databases answer it. */
export interface LimitConnection {
  run(sql: string, values: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

export const FIVE_TABLE_BATCH = 128;

const ENVELOPE_COLUMNS = 8;
const RAW = Buffer.alloc(2_048, 'a');

const fiveTables: readonly { readonly name: string; readonly row: (n: number) => unknown[] }[] = [
  { name: 'limit_contact', row: (n) => [idOf('c', n), 'Somebody'] },
  {
    name: 'limit_contact_point',
    row: (n) => [idOf('p', n), keyOf(n), idOf('c', n), idOf('a', 1), `+1555${n}`],
  },
  {
    name: 'limit_request',
    row: (n) => [idOf('r', n), `FM${n}`, n, idOf('p', n), idOf('p', n), 'new', 'Words', n, n, 1],
  },
  {
    name: 'limit_message',
    row: (n) => [idOf('m', n), idOf('r', n), n, 'inbound', idOf('p', n), 'x'.repeat(400), 'r', n],
  },
  { name: 'limit_clock', row: (n) => [idOf('k', n), idOf('r', n), 'first', 'running', n, n] },
];

/** The same statements on either database; only the types of the columns differ. */
export async function machineLimit(
  connection: LimitConnection,
  dialect: 'mariadb' | 'sqlite',
): Promise<MachineLimit> {
  for (const statement of schemaOf(dialect)) await connection.run(statement, []);
  let row = 0;
  return {
    singleRowCommits: (forMs) =>
      rateOf(forMs, 1, async () => {
        row += 1;
        await connection.run(insertOf('limit_envelope', ENVELOPE_COLUMNS, 1), envelopeRow(row));
      }),
    fiveTableMessages: (forMs) =>
      rateOf(forMs, FIVE_TABLE_BATCH, async () => {
        await insertBatch(connection, row);
        row += FIVE_TABLE_BATCH;
      }),
    close: () => connection.close(),
  };
}

async function insertBatch(connection: LimitConnection, first: number): Promise<void> {
  const numbers = Array.from({ length: FIVE_TABLE_BATCH }, (_, index) => first + index + 1);
  await connection.run('BEGIN', []);
  for (const { name, row } of fiveTables) {
    const rows = numbers.map(row);
    const columns = rows[0]?.length ?? 0;
    await connection.run(insertOf(name, columns, rows.length), rows.flat());
  }
  await connection.run('COMMIT', []);
}

/** A tenth of the time goes by unmeasured, so that caches and prepared statements are warm. */
async function rateOf(forMs: number, each: number, step: () => Promise<void>): Promise<number> {
  for (const end = performance.now() + forMs / 10; performance.now() < end;) await step();
  const startedAt = performance.now();
  let steps = 0;
  for (; performance.now() - startedAt < forMs; steps += 1) await step();
  return (steps * each * 1_000) / (performance.now() - startedAt);
}

function envelopeRow(n: number): unknown[] {
  return [idOf('a', 1), Buffer.concat([keyOf(n), keyOf(n)]), keyOf(n), n % 64, 0, n, keyOf(n), RAW];
}

function insertOf(table: string, columns: number, rows: number): string {
  const row = `(${Array(columns).fill('?').join(',')})`;
  return `INSERT INTO ${table} VALUES ${Array(rows).fill(row).join(',')}`;
}

/** Time-ordered like the product's ids: inserts append. */
function idOf(kind: string, n: number): string {
  return `${kind}0000000-${n.toString(16).padStart(27, '0')}`;
}

function keyOf(n: number): Buffer {
  const key = Buffer.alloc(16);
  // Spread like a hash, so that the unique indexes pay what they pay in the product.
  key.writeUInt32BE(Math.imul(n, 0x9e3779b1) >>> 0, 0);
  key.writeUInt32BE(n, 12);
  return key;
}

function schemaOf(dialect: 'mariadb' | 'sqlite'): string[] {
  const id = dialect === 'mariadb' ? 'varchar(36) CHARACTER SET ascii COLLATE ascii_bin' : 'text';
  const key = dialect === 'mariadb' ? 'varbinary(32)' : 'blob';
  const text = dialect === 'mariadb' ? 'mediumtext' : 'text';
  const raw = dialect === 'mariadb' ? 'mediumblob' : 'blob';
  return [
    `CREATE TABLE limit_envelope (account ${id}, dedupe_key ${key}, identity_key ${key}, lane int,
      state int, received_at bigint, sha ${key}, raw ${raw}, PRIMARY KEY (received_at),
      UNIQUE (dedupe_key))`,
    `CREATE INDEX limit_pending ON limit_envelope (state, lane, received_at)`,
    `CREATE TABLE limit_contact (id ${id} PRIMARY KEY, name varchar(200))`,
    `CREATE TABLE limit_contact_point (id ${id} PRIMARY KEY, identity_key ${key} UNIQUE,
      contact ${id}, account ${id}, address varchar(200))`,
    `CREATE INDEX limit_point_contact ON limit_contact_point (contact)`,
    `CREATE TABLE limit_request (id ${id} PRIMARY KEY, number varchar(20) UNIQUE, seq int,
      point ${id}, open_key ${id} UNIQUE, status varchar(20), subject varchar(200),
      requested_at bigint, last_message_at bigint, messages int)`,
    `CREATE TABLE limit_message (id ${id} PRIMARY KEY, request ${id}, envelope bigint UNIQUE,
      direction varchar(10), point ${id}, words ${text}, ref varchar(200), occurred_at bigint)`,
    `CREATE INDEX limit_message_request ON limit_message (request, envelope)`,
    `CREATE TABLE limit_clock (id ${id} PRIMARY KEY, request ${id}, kind varchar(20),
      state varchar(20), started_at bigint, due_at bigint, UNIQUE (request, kind, started_at))`,
    `CREATE INDEX limit_clock_due ON limit_clock (state, due_at)`,
  ];
}
