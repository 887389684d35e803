import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP link that fails on demand. */
export interface CuttingProxy {
  readonly port: number;
  /** Connections taken so far. */
  connections(): number;
  /** Each further connection ends after so many bytes from the server; null: none does. */
  cutAfter(bytes: number | null): void;
  /** Bytes that the server has sent so far. */
  bytesFromServer(): number;
  /** From now on nothing passes in either direction, and nobody is told. */
  goSilent(): void;
  /** Undoes `goSilent` for further connections. */
  recover(): void;
  /** Called with what the client sends before it is passed on, which waits for it. */
  beforeClientData(hook: ((text: string) => Promise<void>) | null): void;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  silent: boolean;
}

/** Passes everything on to a port of this machine until it is told otherwise. */
export async function openCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const links = new Set<Link>();
  let [taken, sent, silent] = [0, 0, false];
  let limit: number | null = null;
  let hook: ((text: string) => Promise<void>) | null = null;

  const listener = createServer((client) => {
    taken += 1;
    const link: Link = { client, server: connect(targetPort, '127.0.0.1'), silent };
    links.add(link);
    let left = limit ?? Infinity;
    for (const socket of [client, link.server]) socket.on('error', () => undefined);
    link.server.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      if (link.silent) return;
      client.write(chunk.subarray(0, Math.min(left, chunk.length)));
      left -= chunk.length;
      if (left <= 0) cut(link);
    });
    let passing = Promise.resolve();
    client.on('data', (chunk: Buffer) => {
      passing = passing.then(async () => {
        await hook?.(chunk.toString('latin1'));
        if (!link.silent && !link.server.destroyed) link.server.write(chunk);
      });
    });
    client.on('close', () => end(link));
    link.server.on('close', () => {
      if (!link.silent) end(link);
    });
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');

  const end = (link: Link): void => {
    links.delete(link);
    link.client.destroy();
    link.server.destroy();
  };
  return {
    port: (listener.address() as { port: number }).port,
    connections: () => taken,
    bytesFromServer: () => sent,
    cutAfter: (bytes) => (limit = bytes),
    goSilent: () => {
      silent = true;
      for (const link of links) link.silent = true;
    },
    recover: () => (silent = false),
    beforeClientData: (next) => (hook = next),
    close: async () => {
      for (const link of links) end(link);
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** What was written still arrives: a cut after N bytes lets N bytes through. */
function cut({ client, server }: Link): void {
  server.destroy();
  client.end();
}
