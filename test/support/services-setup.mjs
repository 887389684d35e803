/**
 * One MariaDB and one Redis for the whole run, unless the environment gives their addresses.
 * Plain JavaScript, because Jest loads a set-up file outside its own module system.
 */
import '../../scripts/typescript.mjs';

const started = [];

export default async function startServices() {
  const { startPrivateMariadb } = await import('./private-mariadb.ts');
  const { startPrivateRedis } = await import('./private-redis.ts');
  await start('TOWNLINE_TEST_MARIADB_URL', startPrivateMariadb);
  await start('TOWNLINE_TEST_REDIS_URL', startPrivateRedis);
}

export async function stopServices() {
  await Promise.all(started.map((server) => server.stop()));
}

async function start(variable, starter) {
  if (process.env[variable] !== undefined) return;
  const server = await starter();
  started.push(server);
  process.env[variable] = server.url;
}
