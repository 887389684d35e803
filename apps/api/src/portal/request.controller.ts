import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { statusPath, threadPath } from '#core/citizen/citizen-paths';
import { readPublicCard } from '#core/citizen/public-card';
import { readThread, readThreadFile, type ThreadPorts } from '#core/citizen/thread';
import { type FieldFault, type Problem, problemStatus } from '#core/error/problem';
import { parseRequestNumber } from '#core/request/request-number';
import { THREAD_PORTS } from '#wiring/tokens';

import { Public } from '../auth/public.decorator.js';
import { rawBody } from '../http/body-parsers.js';
import { ProblemException, valueOf } from '../http/problem-exception.js';
import { sendDownload } from '../http/send-download.js';
import { seeOther, sendHtml } from '../http/send-html.js';
import { inLanguage } from './faults-in-language.js';
import { freshKey, OwnDoor } from './own-door.js';
import { say } from './pages/layout.js';
import { noticePage } from './pages/notice-page.js';
import { pendingPage } from './pages/pending-page.js';
import { cardPage, threadPage } from './pages/request-pages.js';
import { PortalContext } from './portal-context.js';
import { typedFields } from './typed-fields.js';

const OK = 200;
const ACCEPTED = 202;
const NOT_FOUND = 404;
const GONE = 410;
const MAX_SHOWN_CHARACTERS = 40;

/** The public card of a number, and the thread behind a signed link with its box to write more. */
@Public()
@Controller()
export class RequestController {
  constructor(
    @Inject(THREAD_PORTS) private readonly ports: ThreadPorts,
    @Inject(OwnDoor) private readonly door: OwnDoor,
    @Inject(PortalContext) private readonly context: PortalContext,
  ) {}

  @Get('find')
  find(@Query('number') number: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = typeof number === 'string' ? number.slice(0, MAX_SHOWN_CHARACTERS) : '';
    const canonical = parseRequestNumber(typed, this.context.letters());
    return seeOther(reply, typed.trim() === '' ? '/' : statusPath(canonical ?? typed.trim()));
  }

  @Get('requests/:number')
  async card(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.context.remember(request, reply);
    const context = this.context.of(request);
    const card = await readPublicCard(this.ports.requests, number, this.context.letters());
    if (card !== null) return sendHtml(reply, OK, cardPage(context, card));
    const text = say(context, 'portal.not-found.number', {
      number: number.slice(0, MAX_SHOWN_CHARACTERS),
      example: this.context.exampleNumber(),
    });
    const page = noticePage(context, say(context, 'portal.not-found.title'), text);
    return sendHtml(reply, NOT_FOUND, page);
  }

  @Get('thread/:token')
  async thread(
    @Param('token') token: string,
    @Query('saved') saved: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.context.remember(request, reply);
    const shown = { text: '', faults: [], saved: saved === '1', idempotencyKey: freshKey() };
    return this.showThread(request, reply, { ...shown, token, status: OK });
  }

  @Get('thread/:token/files/:id')
  async file(
    @Param() params: FileParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const download = valueOf(await readThreadFile(this.ports, params.token, params.id));
    return sendDownload(request, reply, download);
  }

  @Post('thread/:token')
  @RouteConfig(rawBody)
  async writeMore(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const typed = typedFields(request);
    const fields = new URLSearchParams({ ...typed, thread: token });
    const received = await this.door.receiveWith(request, fields);
    if (received === null || received.kind === 'answered') throw new ProblemException(switchedOff);
    if (received.kind === 'refused') return this.refuse(request, reply, token, received.problem);
    const { registered } = received;
    if (registered === 'pending' || registered.threadToken === null) {
      const again = pendingPage(this.context.of(request), typed, threadPath(token));
      return sendHtml(reply, ACCEPTED, again);
    }
    return seeOther(reply, `${threadPath(registered.threadToken)}?saved=1`);
  }

  private refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    problem: Problem,
  ): Promise<void> {
    const mendable = problem.code === 'invalid-input' || problem.code === 'unavailable';
    if (!mendable) throw new ProblemException(problem);
    const typed = typedFields(request);
    const faults = inLanguage(this.context.of(request), problem);
    const idempotencyKey = typed['idempotencyKey'] ?? freshKey();
    const shown = { text: typed['text'] ?? '', faults, saved: false, idempotencyKey };
    const status = problemStatus[problem.code];
    return this.showThread(request, reply, { ...shown, token, status });
  }

  private async showThread(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: ShownThread,
  ): Promise<void> {
    const context = this.context.of(request);
    const reading = await readThread(this.ports, shown.token);
    switch (reading.kind) {
      case 'found': {
        const form = { ...shown, action: threadPath(shown.token) };
        return sendHtml(reply, shown.status, threadPage(context, reading.thread, form));
      }
      case 'expired': {
        const text = say(context, 'portal.link-expired.text', { number: reading.number });
        const page = noticePage(context, say(context, 'portal.link-expired.title'), text);
        return sendHtml(reply, GONE, page);
      }
      case 'invalid': {
        const text = say(context, 'portal.link-invalid.text');
        const page = noticePage(context, say(context, 'portal.link-invalid.title'), text);
        return sendHtml(reply, NOT_FOUND, page);
      }
    }
  }
}

interface FileParams {
  readonly token: string;
  readonly id: string;
}

interface ShownThread {
  readonly token: string;
  readonly status: number;
  readonly text: string;
  readonly faults: readonly FieldFault[];
  readonly saved: boolean;
  readonly idempotencyKey: string;
}

const switchedOff: Problem = {
  code: 'unavailable',
  title: 'Messages are not taken here now',
  detail: 'Please call 311.',
};
