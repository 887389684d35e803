import type { FastifyRequest } from 'fastify';

const FORM = 'application/x-www-form-urlencoded';

/** The fields of a form as they were typed, to be shown again. */
export function typedFields(request: FastifyRequest): Readonly<Record<string, string>> {
  const { body } = request;
  if (!Buffer.isBuffer(body) || !isForm(request)) return {};
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}

function isForm({ headers }: FastifyRequest): boolean {
  return (headers['content-type'] ?? '').toLowerCase().startsWith(FORM);
}
