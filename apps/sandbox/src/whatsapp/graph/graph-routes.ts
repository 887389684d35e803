import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { WhatsAppSystem } from '../whatsapp-system.js';
import { addAccountRoutes } from './account-routes.js';
import { badParameter, badToken, somethingWrong } from './graph-error.js';
import { refuse, VERSION } from './graph-reply.js';
import { addMediaRoutes } from './media-routes.js';
import { sendMessage } from './send-message.js';

const MOST_BODY_BYTES = 1024 * 1024;
const SERVER_FAULT = 500;
const BAD_GATEWAY = 502;

/** The part of Meta's Graph API that a town uses, for the token of this account alone. */
export function addGraphRoutes(graph: FastifyInstance, system: WhatsAppSystem): void {
  const { accessToken, phoneNumberId } = system.account.settings;
  graph.removeAllContentTypeParsers();
  graph.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  graph.addHook('preHandler', (request, reply, done) => {
    if (tokenOf(request) === accessToken) done();
    else refuse(reply, badToken);
  });
  graph.setErrorHandler((error, _request, reply) => {
    const { statusCode } = Object(error) as { readonly statusCode?: unknown };
    const isTheirs = typeof statusCode === 'number' && statusCode < SERVER_FAULT;
    return refuse(reply, isTheirs ? badParameter('The body cannot be read.') : somethingWrong);
  });
  graph.post(
    `${VERSION}/${phoneNumberId}/messages`,
    { bodyLimit: MOST_BODY_BYTES },
    async (request, reply) => {
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await sendMessage(system, raw);
      switch (answer.kind) {
        case 'done':
          return reply.send(answer.body);
        case 'refused':
          return refuse(reply, answer.error);
        case 'lost':
          return reply.status(BAD_GATEWAY).type('text/html').send('<h1>502 Bad Gateway</h1>');
        case 'withheld':
          return reply.hijack();
      }
    },
  );
  addMediaRoutes(graph, system);
  addAccountRoutes(graph, system);
}

/** `debug_token` alone names its token in the query. */
function tokenOf({ headers, query }: FastifyRequest): string {
  const { access_token } = query as { readonly access_token?: string };
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? access_token ?? '';
}
