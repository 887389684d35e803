import { once } from 'node:events';
import { connect } from 'node:net';

import {
  freePort,
  installed,
  type PrivateServer,
  shortFolder,
  startServer,
} from './private-process.js';

export interface PrivateRedis extends PrivateServer {
  /** Forgets everything, as a Redis does that comes back without its disk. */
  flush(): Promise<void>;
}

/**
 * Starts a Redis with its append-only file on and without eviction, on loopback and a free port.
 * It never uses an address from the environment: what is killed here must be ours.
 *
 * @example
 * const redis = await startPrivateRedis();
 * await redis.flush();
 * await redis.stop();
 */
export async function startPrivateRedis(args: readonly string[] = []): Promise<PrivateRedis> {
  const command = installed('redis-server', 'redis-server');
  const folder = shortFolder('tl-r');
  const port = await freePort();
  const server = await startServer({
    url: `redis://127.0.0.1:${port}`,
    folder,
    command,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'],
      ...['--maxmemory-policy', 'noeviction', '--databases', '64'],
      ...args,
    ],
    answers: async () => (await ask(port, 'PING')) === '+PONG',
  });
  return {
    ...server,
    flush: async () => {
      const answer = await ask(port, 'FLUSHALL');
      if (answer !== '+OK') throw new Error(`Redis did not flush: ${answer}`);
    },
  };
}

/** One inline command and the first line of its answer; empty when nobody listens. */
async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(2_000, () => socket.destroy(new Error('Redis is silent')));
  try {
    socket.write(`${command}\r\n`);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return chunk.toString().split('\r\n', 1)[0] ?? '';
  } catch {
    return '';
  } finally {
    socket.destroy();
  }
}
