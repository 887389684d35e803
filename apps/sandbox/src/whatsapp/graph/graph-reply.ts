import type { FastifyReply } from 'fastify';

import { errorEnvelope, type GraphError } from './graph-error.js';

/** The start of each path, before the id of an object. */
export const VERSION = String.raw`/:version(^v\d{1,3}\.\d{1,2}$)`;

/** Answers with Meta's envelope of an error. */
export function refuse(reply: FastifyReply, error: GraphError): FastifyReply {
  if (error.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', String(error.retryAfterSeconds));
  }
  return reply.status(error.status).send(errorEnvelope(error));
}
