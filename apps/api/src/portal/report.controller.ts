import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { statusPath, threadPath } from '#core/citizen/citizen-paths';
import { type Problem, problemStatus } from '#core/error/problem';
import type { Received } from '#core/intake/receive-webhook';

import { Public } from '../auth/public.decorator.js';
import { rawBody } from '../http/body-parsers.js';
import { ProblemException } from '../http/problem-exception.js';
import { seeOther, sendHtml, wantsHtml } from '../http/send-html.js';
import { inLanguage } from './faults-in-language.js';
import { freshKey, OwnDoor } from './own-door.js';
import { say } from './pages/layout.js';
import { noticePage } from './pages/notice-page.js';
import { pendingPage } from './pages/pending-page.js';
import { reportPage } from './pages/report-page.js';
import { PortalContext } from './portal-context.js';
import { typedFields } from './typed-fields.js';

const OK = 200;
const ACCEPTED = 202;
const UNAVAILABLE = 503;

type Registered = Extract<Received, { kind: 'registered' }>;

/** The start page with its form, and what becomes of a report. */
@Public()
@Controller()
export class ReportController {
  constructor(
    @Inject(OwnDoor) private readonly door: OwnDoor,
    @Inject(PortalContext) private readonly context: PortalContext,
  ) {}

  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.context.remember(request, reply);
    if (!this.door.isOpen()) return this.closed(request, reply);
    const page = reportPage(this.context.of(request), {
      values: {},
      faults: [],
      idempotencyKey: freshKey(),
      exampleNumber: this.context.exampleNumber(),
    });
    return sendHtml(reply, OK, page);
  }

  @Post('report')
  @RouteConfig(rawBody)
  async report(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const received = await this.door.receive(request);
    if (received === null) return this.closed(request, reply);
    if (received.kind === 'refused') return this.refuse(request, reply, received.problem);
    if (received.kind === 'answered' || !wantsHtml(request)) {
      const { status, contentType, body } = received.answer;
      await reply.status(status).header('content-type', contentType).send(body);
      return;
    }
    return this.showOutcome(request, reply, received);
  }

  private async showOutcome(
    request: FastifyRequest,
    reply: FastifyReply,
    { registered }: Registered,
  ): Promise<void> {
    if (registered !== 'pending' && registered.threadToken !== null) {
      // The number alone brought no thread of the writer's own: it shows the card of that request.
      const path =
        registered.outcome === 'answered'
          ? statusPath(registered.number ?? '')
          : `${threadPath(registered.threadToken)}?saved=1`;
      return seeOther(reply, path);
    }
    const page = pendingPage(this.context.of(request), typedFields(request));
    return sendHtml(reply, ACCEPTED, page);
  }

  /** The page again with what was typed; programs and other refusals get the problem itself. */
  private async refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    problem: Problem,
  ): Promise<void> {
    const mendable = problem.code === 'invalid-input' || problem.code === 'unavailable';
    if (!mendable || !wantsHtml(request)) throw new ProblemException(problem);
    const context = this.context.of(request);
    const values = typedFields(request);
    const page = reportPage(context, {
      values,
      faults: inLanguage(context, problem),
      idempotencyKey: values['idempotencyKey'] ?? freshKey(),
      exampleNumber: this.context.exampleNumber(),
    });
    return sendHtml(reply, problemStatus[problem.code], page);
  }

  private async closed(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = this.context.of(request);
    const text = say(context, 'portal.closed-channel.text');
    const page = noticePage(context, say(context, 'portal.closed-channel.title'), text);
    return sendHtml(reply, UNAVAILABLE, page);
  }
}
