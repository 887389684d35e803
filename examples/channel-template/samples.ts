import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

import type { ChannelSamples, OpenProvider, SampleEvent } from '#channels/channel-samples';
import { type Instant, isoFromInstant } from '#core/time/instant';

const apiKey = 'a key for tests only';
const webhookSecret = 'a secret for tests only';
const apiBaseUrl = 'https://api.example.org';

/** What the contract suite needs: genuine requests, wrong settings, and the provider's side. */
export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: { apiBaseUrl: 'ftp://x', apiKey, webhookSecret }, field: 'apiBaseUrl' },
    { settings: { apiBaseUrl, apiKey: 'short', webhookSecret }, field: 'apiKey' },
    { settings: { apiBaseUrl, apiKey }, field: 'webhookSecret' },
  ],
  inbound: { signatureHeader: 'x-signature', around, body },
  open: openProvider,
};

function around(rawBody: Buffer, receivedAt: Instant) {
  const digest = createHmac('sha256', webhookSecret).update(rawBody).digest('hex');
  const headers = { 'x-signature': `sha256=${digest}` };
  return { method: 'POST' as const, query: '', headers, rawBody, receivedAt };
}

function body({ id, from, text, at }: SampleEvent): Buffer {
  return Buffer.from(JSON.stringify({ id, from, body: text, sent_at: isoFromInstant(at) }));
}

/** The invented provider as a small server: it keeps the first message of each key. */
async function openProvider(): Promise<OpenProvider> {
  const held = new Map<string, string>();
  const server = createServer((request, response) => void answer(request, response, held));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: { apiBaseUrl: `http://127.0.0.1:${port}`, apiKey, webhookSecret },
    channelRef: 'ana',
    refusals: [
      { channelRef: 'nobody', outcome: 'recipient-gone' },
      { channelRef: 'too-often', outcome: 'rate-limited' },
      { channelRef: 'answer-lost', outcome: 'unknown' },
    ],
    accepted: (key) => Promise.resolve(held.has(key) ? 1 : 0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  held: Map<string, string>,
): Promise<void> {
  if (request.method === 'GET') {
    const key = new URL(request.url ?? '', apiBaseUrl).searchParams.get('key') ?? '';
    const id = held.get(key);
    response.end(JSON.stringify(id === undefined ? [] : [{ id }]));
    return;
  }
  const { to } = JSON.parse(await readText(request)) as { to: string };
  const status = { nobody: 404, 'too-often': 429, 'answer-lost': 502 }[to] ?? 201;
  const key = String(request.headers['idempotency-key']);
  const id = held.get(key) ?? `m-${held.size + 1}`;
  if (status === 201 || status === 502) held.set(key, id);
  response.writeHead(status).end(status === 201 ? JSON.stringify({ id }) : '');
}
