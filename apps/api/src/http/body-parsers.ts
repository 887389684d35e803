import type { FastifyInstance, FastifyRequest } from 'fastify';

import { parseJson } from '#core/text/parse-json';

import { keyMissing, type StaffKeys } from '../auth/staff-keys.js';
import { ProblemException } from './problem-exception.js';

const MEBIBYTE = 1024 * 1024;
export const BODY_LIMIT = MEBIBYTE;
export const WEBHOOK_BODY_LIMIT = 25 * MEBIBYTE;
/** Ten mebibytes of files in base64, and the words around them. */
const REPLY_BODY_LIMIT = 15 * MEBIBYTE;
const REPLIES = '/api/v1/requests/:number/replies';

/** Route configuration: the handler wants the bytes as they came, whatever their content type. */
export const rawBody = { rawBody: true } as const;

/**
 * One parser for every content type. Routes of the staff API take JSON and nothing else; routes
 * that ask for raw bytes get them, providers' webhooks up to 25 MiB. An answer brings its files along.
 */
export function installBodyParsers(fastify: FastifyInstance, keys: StaffKeys): void {
  fastify.addHook('onRequest', async (request) => {
    // A stranger's large body is refused before a byte of it is read.
    const takesLargeBody = request.routeOptions.url === REPLIES;
    if (takesLargeBody && (await keys.ownerOf(request)) === null) {
      throw new ProblemException(keyMissing);
    }
  });
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith('/webhooks/')) route.bodyLimit = WEBHOOK_BODY_LIMIT;
    if (route.url === REPLIES) route.bodyLimit = REPLY_BODY_LIMIT;
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      done(null, bodyOf(request, body));
    } catch (error) {
      done(error as Error);
    }
  });
}

function bodyOf(request: FastifyRequest, body: Buffer): unknown {
  if (wantsRawBody(request)) return body;
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw new ProblemException(onlyJson);
  const parsed = parseJson(body);
  if (parsed.kind === 'not-json') throw new ProblemException(notJson);
  return parsed.value;
}

function wantsRawBody(request: FastifyRequest): boolean {
  const { config } = request.routeOptions;
  return 'rawBody' in config && config.rawBody === true;
}

const onlyJson = {
  code: 'unsupported-media-type',
  title: 'This kind of content cannot be read',
  detail: 'Send JSON with Content-Type: application/json.',
} as const;

const notJson = {
  code: 'invalid-input',
  title: 'The body is not usable JSON',
  detail: 'Send one JSON object in UTF-8, nested at most 100 levels deep.',
  faults: [{ field: '', message: 'is not JSON in UTF-8, or is nested too deeply' }],
} as const;
