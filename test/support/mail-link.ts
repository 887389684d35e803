import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What happens to the mails that pass: `dot-lost` cuts the link just before the final dot, so that
 * the server never has the whole mail; `answer-lost` cuts it when the server has answered that dot;
 * `answer-held` keeps the answer back and the link open.
 */
export type LinkFault = 'none' | 'dot-lost' | 'answer-lost' | 'answer-held';

export interface MailLink {
  readonly port: number;
  fault: LinkFault;
  close(): Promise<void>;
}

const FINAL_DOT = '\r\n.\r\n';

/** The line between us and a mail server, which can be cut where it hurts. */
export async function startMailLink(serverPort: number): Promise<MailLink> {
  const sockets = new Set<Socket>();
  const link = { port: 0, fault: 'none' as LinkFault, close };
  const listener = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    join(link, client, server);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  link.port = (listener.address() as AddressInfo).port;
  return link;

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    listener.close();
    await once(listener, 'close');
  }
}

function join(link: MailLink, client: Socket, server: Socket): void {
  let sent = '';
  let dotPassed = false;
  client.on('data', (chunk: Buffer) => {
    sent = (sent + chunk.toString('latin1')).slice(-FINAL_DOT.length);
    const ends = sent === FINAL_DOT;
    if (ends && link.fault === 'dot-lost') {
      server.end(chunk.subarray(0, -3));
      client.destroy();
      return;
    }
    dotPassed = ends;
    server.write(chunk);
  });
  server.on('data', (chunk: Buffer) => {
    if (dotPassed && link.fault === 'answer-held') return;
    if (dotPassed && link.fault === 'answer-lost') client.destroy();
    else client.write(chunk);
  });
}
