import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { Inject, Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';

import type { Settings } from '../settings/read-settings.js';
import { SETTINGS } from '../tokens.js';

/** Prometheus reads here; a port of its own, so that figures never leave with the public one. */
@Injectable()
export class MetricsServer {
  private server: Server | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(Registry) private readonly registry: Registry,
  ) {}

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.answer(request.url ?? '').then(({ status, body }) => {
        response.writeHead(status, { 'content-type': this.registry.contentType }).end(body);
      });
    });
    server.listen(this.settings.metricsPort, this.settings.metricsHost);
    await once(server, 'listening');
    this.server = server;
  }

  /** Where it listens; null before the start. */
  port(): number | null {
    const address = this.server?.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    this.server = null;
  }

  private async answer(url: string): Promise<{ status: number; body: string }> {
    if (url.split('?', 1)[0] !== '/metrics') return { status: 404, body: 'See /metrics.\n' };
    return { status: 200, body: await this.registry.metrics() };
  }
}
