import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ShownEmergency } from '#core/emergency/emergency-store';
import { acknowledgeEmergency } from '#core/emergency/manage-emergencies';
import type { PageGrant } from '#core/secret/page-links';
import { TownEmergencies } from '#wiring/emergency/town-emergencies';

import { Public } from '../auth/public.decorator.js';
import { rawBody } from '../http/body-parsers.js';
import { sendHtml } from '../http/send-html.js';
import { emergencyPage } from './pages/emergency-page.js';
import { say } from './pages/layout.js';
import { noticePage } from './pages/notice-page.js';
import { PortalContext } from './portal-context.js';

const OK = 200;
const GONE = 410;

/** Where somebody on call takes an emergency: the link of their page. Opening it takes nothing. */
@Public()
@Controller('page')
export class EmergencyPageController {
  constructor(
    @Inject(TownEmergencies) private readonly town: TownEmergencies,
    @Inject(PortalContext) private readonly context: PortalContext,
  ) {}

  @Get(':token')
  async show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const grant = this.read(token);
    const found = grant === null ? null : await this.find(grant);
    if (found === null) return this.gone(request, reply);
    const page = emergencyPage(this.context.of(request), found, token);
    return sendHtml(reply, OK, page);
  }

  @Post(':token')
  @RouteConfig(rawBody)
  async take(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const grant = this.read(token);
    if (grant === null) return this.gone(request, reply);
    const by = { staffId: grant.staffId, how: 'link' } as const;
    await acknowledgeEmergency(this.town.ports, grant.emergencyId, by);
    return this.show(token, request, reply);
  }

  private read(token: string): PageGrant | null {
    return this.town.links.read(token, this.town.ports.clock.now());
  }

  private find({ emergencyId }: PageGrant): Promise<ShownEmergency | null> {
    return this.town.ports.emergencies.change(emergencyId, (_transaction, emergency) =>
      Promise.resolve(emergency),
    );
  }

  private gone(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = this.context.of(request);
    const title = say(context, 'portal.link-invalid.title');
    return sendHtml(reply, GONE, noticePage(context, title, say(context, 'page.screen.gone')));
  }
}
