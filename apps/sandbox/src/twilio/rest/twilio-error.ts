import type { FastifyReply } from 'fastify';

/** A refusal as the API words it: its own number, and the status of HTTP. */
export interface TwilioError {
  readonly code: number;
  readonly status: number;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** `status` is 400 unless told otherwise. */
export function twilioError(code: number, message: string, status = 400): TwilioError {
  return { code, status, message };
}

export const unauthenticated = twilioError(20003, 'Authenticate', 401);

export function noSuchResource(url: string): TwilioError {
  const [path = ''] = url.replace(/^\/twilio/, '').split('?');
  return twilioError(20404, `The requested resource ${path} was not found`, 404);
}

export function refuse(reply: FastifyReply, error: TwilioError): FastifyReply {
  const { code, message, status, retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return reply.status(status).send({ code, message, more_info, status });
}
