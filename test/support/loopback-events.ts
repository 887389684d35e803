import { createHmac, randomBytes } from 'node:crypto';

/** What an outside program sends to a loopback account. */
export interface LoopbackMessage {
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function newLoopbackSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function messageBody(message: LoopbackMessage): Buffer {
  return Buffer.from(JSON.stringify({ type: 'message', ...message }));
}

/** Signs as Standard Webhooks say: HMAC-SHA256 over `id.timestamp.body`. */
export function signed(id: string, body: Buffer, secret: string): SignedRequest {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    },
    body,
  };
}
