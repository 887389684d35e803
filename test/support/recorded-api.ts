import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Exchange } from './open-api.js';

/** Stands before an API and keeps what is asked and answered. */
export class RecordedApi {
  readonly exchanges: Exchange[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  /** @param target the API's own base address, with its path. */
  static async open(target: string): Promise<RecordedApi> {
    const server = createServer();
    const api = new RecordedApi(server, target);
    server.on('request', (request: IncomingMessage, response) => {
      void api.pass(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = request;
    const sent = Buffer.concat(chunks);
    const answer = await fetch(`${this.target}${url}`, {
      ...{ method, redirect: 'manual' },
      headers: {
        authorization: headers.authorization ?? '',
        ...(sent.length > 0 && { 'content-type': headers['content-type'] ?? '' }),
      },
      ...(sent.length > 0 && { body: sent }),
    });
    const text = await answer.text();
    const { pathname: path, searchParams: query } = new URL(url, this.target);
    const form = sent.length === 0 ? null : new URLSearchParams(sent.toString());
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = isJson ? JSON.parse(text) : null;
    this.exchanges.push({ method, path, query, form, status: answer.status, body });
    const location = answer.headers.get('location');
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
      ...(location !== null && { location }),
    });
    response.end(text);
  }
}
