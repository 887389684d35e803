import { createHmac } from 'node:crypto';

/**
 * JSON as Meta sends it: everything beyond ASCII as `\u` with lower-case digits, and the slash
 * escaped. The signature is over these bytes; who parses first and signs what came out of it fails.
 */
export function metaJson(value: unknown): Buffer {
  const text = JSON.stringify(value).replaceAll('/', String.raw`\/`);
  return Buffer.from(text.replaceAll(/[\u0080-\uffff]/g, escaped), 'ascii');
}

/** `X-Hub-Signature-256`: HMAC-SHA256 of the body with the app secret, in lower-case hex. */
export function metaSignature(body: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

function escaped(unit: string): string {
  return String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0');
}
