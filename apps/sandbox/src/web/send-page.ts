import type { FastifyReply } from 'fastify';

const SEE_OTHER = 303;

export function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page);
}

export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.status(SEE_OTHER).header('location', path).send();
}
