import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import { type Problem, problemStatus } from '#core/error/problem';
import { errorKind, TownEvents } from '#wiring/observability/town-events';
import { LOGGER } from '#wiring/tokens';

import { PortalPages } from '../portal/portal-pages.js';
import { problemOfError } from './problem-of-error.js';
import { sendHtml, wantsHtml } from './send-html.js';

const RETRY_AFTER_SECONDS = '5';
const BUG_STATUS = 500;

/** Every refusal leaves as RFC 9457 problem details; a browser gets the same words as a page. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(TownEvents) private readonly events: TownEvents,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(PortalPages) private readonly pages: PortalPages,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const problem = problemOfError(error);
    const status = problem === null ? BUG_STATUS : problemStatus[problem.code];
    if (status >= BUG_STATUS) this.report(error);
    const shown = problem ?? bug;
    if (isPage(request) && wantsHtml(request)) {
      void sendHtml(reply, status, this.pages.problem(request, shown));
    } else {
      sendProblem(reply, status, shown);
    }
  }

  /** The kind and the place of an error; its words may hold what people wrote. */
  private report(error: unknown): void {
    const kind = errorKind(error);
    this.events.say('request_failed', { error: kind });
    const frames = error instanceof Error ? (error.stack ?? '').split('\n    at ').slice(1) : [];
    this.logger.error({ error: kind, frames });
  }
}

export function sendProblem(
  reply: FastifyReply,
  status: number,
  problem: Problem | typeof bug,
): void {
  const { code, title, detail } = problem;
  if (status === problemStatus.unavailable) reply.header('retry-after', RETRY_AFTER_SECONDS);
  if (status === problemStatus.unauthenticated && !reply.hasHeader('www-authenticate')) {
    reply.header('www-authenticate', 'Bearer');
  }
  const faults = 'faults' in problem ? { faults: problem.faults } : {};
  void reply
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `about:blank#${code}`, title, status, detail, code, ...faults }));
}

const bug = {
  code: 'internal-error',
  title: 'Something went wrong on our side',
  detail: 'It was noted. Try again; if it happens again, tell the town.',
} as const;
export type Bug = typeof bug;

function isPage({ url }: FastifyRequest): boolean {
  return !/^\/(api\/v1|webhooks|health)(\/|$)/.test(url);
}
