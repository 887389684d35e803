import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Download } from '#core/media/download';

const NOT_MODIFIED = 304;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,100}$/;

/**
 * Bytes that somebody else made: saved and never shown. Were a browser to show them all the same,
 * the sandbox leaves them without scripts and without our origin.
 */
export async function sendDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  { filename, contentType, bytes, sha256 }: Download,
): Promise<void> {
  const tag = `"${sha256.toString('hex')}"`;
  void reply
    .header('content-disposition', attachmentNamed(filename))
    .header('content-security-policy', 'sandbox')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    // Asked for again each time: who may read it can change, the bytes cannot.
    .header('cache-control', 'private, no-cache')
    .header('etag', tag);
  if (request.headers['if-none-match'] === tag) {
    await reply.status(NOT_MODIFIED).send();
    return;
  }
  await reply.header('content-type', safeType(contentType)).send(bytes);
}

/** The name twice: in plain letters, and whole as RFC 8187 §3.2 writes it (RFC 6266 §4.3). */
function attachmentNamed(filename: string): string {
  const plain = filename.normalize('NFKD').replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(filename).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

function safeType(contentType: string): string {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream';
}
