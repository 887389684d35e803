import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { checkSignature, signingKeys } from '#channels/standard-webhooks';
import { type Instant } from '#core/time/instant';

/** What stands where a town would: takes what is signed right, and answers as it is told to. */
export class FakeTownDoor {
  readonly taken: { readonly path: string; readonly contentType: string; readonly raw: Buffer }[] =
    [];
  /** Statuses of the next answers; then 200. */
  answers: number[] = [];

  private constructor(
    private readonly server: Server,
    private readonly secret: string,
  ) {}

  static async open(secret: string): Promise<FakeTownDoor> {
    const server = createServer();
    const door = new FakeTownDoor(server, secret);
    server.on('request', (request: IncomingMessage, response) => {
      void door.answer(request).then((status) => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const receivedAt = Date.now() as Instant;
    const webhook = { method: 'POST', query: '', headers, rawBody: raw, receivedAt } as const;
    const checked = checkSignature(webhook, signingKeys([this.secret]));
    if (checked.kind === 'forged') return 401;
    const status = this.answers.shift() ?? 200;
    const contentType = headers['content-type'] ?? '';
    if (status === 200) this.taken.push({ path: request.url ?? '', contentType, raw });
    return status;
  }
}
