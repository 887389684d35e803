import { existsSync } from 'node:fs';

import { z } from 'zod';

import { RedisConnections } from '#queue/bull/redis-connections';
import { RedisWatch } from '#queue/bull/redis-watch';
import type { Settings } from '#wiring/settings/read-settings';

import { type Command, type CommandOutcome, defineCommand } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { openTables } from '../command/open-tables.js';
import { townSettings } from '../command/town-settings.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';

interface Finding {
  readonly about: string;
  readonly passed: boolean;
  readonly detail: string;
}

const check = defineCommand({
  name: 'config check',
  summary: 'Check settings, database and Redis as a start would, and name everything at fault',
  schema: z.object({}),
  run: async (_input, context) => {
    const settings = townSettings(context.environment, roleOf(context));
    if (!settings.ok) {
      const { detail, faults = [{ field: '', message: detail }] } = settings.problem;
      return outcome(faults.map(({ message }) => failed('settings', message)));
    }
    const read = passed('settings', 'all are well formed and complete');
    const [database, queue] = await Promise.all([
      databaseFindings(settings.value, context),
      queueFinding(settings.value),
    ]);
    return outcome([read, ...database, queue]);
  },
});

export const configCommands: readonly Command[] = [check];

/** Whoever names a database or a Redis wants api and worker, which need both. */
function roleOf({ environment }: CommandContext): 'town' | 'service' {
  const names = ['TOWNLINE_DATABASE_URL', 'TOWNLINE_REDIS_URL'];
  const given = names.flatMap((name) => [environment[name], environment[`${name}_FILE`]]);
  return given.some((value) => value !== undefined && value !== '') ? 'service' : 'town';
}

async function databaseFindings(
  settings: Settings,
  context: CommandContext,
): Promise<readonly Finding[]> {
  const { databaseUrl, dataFolder } = settings;
  if (databaseUrl === null && !existsSync(dataFolder)) {
    return [passed('database', `embedded; the first start makes ${dataFolder}`)];
  }
  if (databaseUrl === null && (await context.townAnswers())) {
    return [passed('database', 'embedded; the town that is running checked it when it started')];
  }
  const opened = await openTables(settings);
  if (!opened.ok) {
    const { detail, faults = [{ field: '', message: detail }] } = opened.problem;
    return faults.map(({ field, message }) => failed(`database ${field}`.trim(), message));
  }
  const { waiting } = await opened.value.migrations.status();
  await opened.value.close();
  const tables =
    waiting.length === 0
      ? passed('tables', 'up to date')
      : failed('tables', `${waiting.length} migrations wait. Run: townline migration run`);
  const kind = databaseUrl === null ? 'embedded' : 'MariaDB';
  return [passed('database', `${kind}; commits are on disk when they are acknowledged`), tables];
}

const REDIS_ANSWERS_WITHIN_MS = 3_000;

async function queueFinding({ redisUrl }: Settings): Promise<Finding> {
  if (redisUrl === null) return passed('queue', 'within the process; no Redis is needed');
  const connections = new RedisConnections(redisUrl);
  const watch = new RedisWatch(connections.connect(), connections);
  try {
    await watch.firstLook(REDIS_ANSWERS_WITHIN_MS);
    const policy = watch.evictionPolicy();
    if (watch.isAway() || policy === null) {
      return failed(
        'queue',
        'Redis does not answer. A town starts and looks at the tables instead.',
      );
    }
    return policy === 'noeviction'
      ? passed('queue', 'Redis answers and evicts nothing')
      : failed('queue', `Redis has maxmemory-policy ${policy}. Set it to noeviction.`);
  } finally {
    watch.stop();
    connections.end();
  }
}

function passed(about: string, detail: string): Finding {
  return { about, passed: true, detail };
}

function failed(about: string, detail: string): Finding {
  return { about, passed: false, detail };
}

function outcome(findings: readonly Finding[]): CommandOutcome {
  const healthy = findings.every((finding) => finding.passed);
  const rows = findings.map((finding) => [
    finding.passed ? 'ok' : 'FAILED',
    finding.about,
    printableLine(finding.detail),
  ]);
  const text = table(rows);
  return { kind: 'done', value: { healthy, findings }, text, faulty: !healthy };
}
