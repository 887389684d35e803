import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Problem } from '#core/error/problem';
import type { StaffRole } from '#core/staff/staff-store';

import { ProblemException } from '../http/problem-exception.js';
import { rememberStaff } from './current-staff.js';
import { PUBLIC, ROLES } from './public.decorator.js';
import { isDocumentation, keyMissing, StaffKeys } from './staff-keys.js';

/**
 * Denies by default: a route answers strangers only when it is marked public.
 */
@Injectable()
export class StaffKeyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(StaffKeys) private readonly keys: StaffKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true)
      return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const member = await this.keys.ownerOf(request);
    if (member === null) {
      askBrowserForKey(request, http.getResponse<FastifyReply>());
      throw new ProblemException(keyMissing);
    }
    const roles = this.reflector.getAllAndOverride<readonly StaffRole[] | undefined>(
      ROLES,
      targets,
    );
    if (roles !== undefined && !roles.includes(member.role)) throw new ProblemException(wrongRole);
    rememberStaff(request, member);
    return true;
  }
}

function askBrowserForKey(request: FastifyRequest, reply: FastifyReply): void {
  if (isDocumentation(request)) {
    reply.header(
      'www-authenticate',
      'Basic realm="Townline: your API key as password", charset="UTF-8"',
    );
  }
}

const wrongRole: Problem = {
  code: 'forbidden',
  title: 'Your role does not allow this',
  detail: 'Ask an administrator.',
};
