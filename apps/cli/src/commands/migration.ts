import { z } from 'zod';

import type { Database } from '#persistence/database';

import { type Command, type CommandOutcome, defineCommand, done } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { openTables } from '../command/open-tables.js';
import { townSettings } from '../command/town-settings.js';
import { table } from '../render/table.js';

const run = defineCommand({
  name: 'migration run',
  summary: 'Bring the tables up to date',
  details: [
    'Of several processes one migrates and the others wait. Migrations only add, so a town of the',
    'version before may go on running on MariaDB. The embedded database has one process: stop it first.',
  ],
  schema: z.object({}),
  run: (_input, context) =>
    withTables(context, async ({ migrations }) => {
      const names = await migrations.run();
      const text =
        names.length === 0
          ? 'Nothing to do: the tables are up to date.'
          : `Run: ${names.join(', ')}`;
      return done({ run: names }, text);
    }),
});

const status = defineCommand({
  name: 'migration status',
  summary: 'Show which migrations have run and which are waiting',
  schema: z.object({}),
  run: (_input, context) =>
    withTables(context, async ({ migrations }) => {
      const found = await migrations.status();
      const rows = [
        ...found.run.map((name) => ['run', name]),
        ...found.waiting.map((name) => ['waiting', name]),
      ];
      return done(found, table(rows));
    }),
});

export const migrationCommands: readonly Command[] = [run, status];

async function withTables(
  context: CommandContext,
  work: (database: Database) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const settings = townSettings(context.environment, 'command');
  if (!settings.ok) return { kind: 'refused', problem: settings.problem };
  const opened = await openTables(settings.value);
  if (!opened.ok) return { kind: 'refused', problem: opened.problem };
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}
