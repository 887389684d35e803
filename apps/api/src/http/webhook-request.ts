import type { FastifyRequest } from 'fastify';

import type { WebhookRequest } from '#core/channel/webhook';
import type { Instant } from '#core/time/instant';

/** An HTTP request as the channels see it. */
export function toWebhookRequest(request: FastifyRequest, receivedAt: Instant): WebhookRequest {
  const { body, method, url } = request;
  const start = url.indexOf('?');
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    query: start === -1 ? '' : url.slice(start + 1),
    headers: joinedHeaders(request),
    rawBody: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    receivedAt,
  };
}

function joinedHeaders({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
