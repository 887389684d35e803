import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { type ReceivePorts, receiveWebhook } from '#core/intake/receive-webhook';
import type { Clock } from '#core/time/clock';
import { CLOCK, RECEIVE_PORTS } from '#wiring/tokens';

import { Public } from '../auth/public.decorator.js';
import { rawBody } from '../http/body-parsers.js';
import { ProblemException } from '../http/problem-exception.js';
import { toWebhookRequest } from '../http/webhook-request.js';

/** The one way in for every channel: what is not known to the account's adapter is refused there. */
@Public()
@Controller('webhooks')
export class WebhookController {
  constructor(
    @Inject(RECEIVE_PORTS) private readonly ports: ReceivePorts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':account')
  @RouteConfig(rawBody)
  async read(
    @Param('account') account: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.receive(account, request, reply);
  }

  @Post(':account')
  @RouteConfig(rawBody)
  async write(
    @Param('account') account: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.receive(account, request, reply);
  }

  private async receive(
    account: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const webhook = toWebhookRequest(request, this.clock.now());
    const received = await receiveWebhook(this.ports, account, webhook);
    if (received.kind === 'refused') throw new ProblemException(received.problem);
    const { status, contentType, body } = received.answer;
    await reply.status(status).header('content-type', contentType).send(body);
  }
}
