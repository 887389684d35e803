import type { FastifyReply, FastifyRequest } from 'fastify';

const SEE_OTHER = 303;

export function wantsHtml({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

/** A page of the portal: kept by nobody on the way, its address told to nobody. */
export async function sendHtml(reply: FastifyReply, status: number, page: string): Promise<void> {
  await discreet(reply).status(status).type('text/html; charset=utf-8').send(page);
}

export async function seeOther(reply: FastifyReply, path: string): Promise<void> {
  await discreet(reply).status(SEE_OTHER).header('location', path).send();
}

function discreet(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
}
