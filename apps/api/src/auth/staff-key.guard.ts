import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Problem } from '#core/error/problem';
import type { StaffMember, StaffRole } from '#core/staff/staff-store';
import type { Database } from '#wiring/database/database';
import { staffKeyHash } from '#wiring/staff/staff-key';
import { DATABASE } from '#wiring/tokens';

import { ProblemException } from '../http/problem-exception.js';
import { rememberStaff } from './current-staff.js';
import { PUBLIC, ROLES } from './public.decorator.js';

const MAX_KEY_CHARACTERS = 200;

/**
 * Denies by default: a route answers strangers only when it is marked public. Keys are looked up by
 * their hash, so that comparing them tells nothing about them.
 */
@Injectable()
export class StaffKeyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true)
      return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const member = await this.memberOf(request);
    if (member === null) {
      askBrowserForKey(request, http.getResponse<FastifyReply>());
      throw new ProblemException(noKey);
    }
    const roles = this.reflector.getAllAndOverride<readonly StaffRole[] | undefined>(
      ROLES,
      targets,
    );
    if (roles !== undefined && !roles.includes(member.role)) throw new ProblemException(wrongRole);
    rememberStaff(request, member);
    return true;
  }

  private async memberOf(request: FastifyRequest): Promise<StaffMember | null> {
    const key = keyOf(request);
    if (key === null || key.length > MAX_KEY_CHARACTERS) return null;
    return this.database.staff.findByKeyHash(staffKeyHash(key));
  }
}

/**
 * `Bearer` for programs. The documentation page also takes the key as the password of a browser's
 * own dialog; nothing that changes anything does, because browsers send that one unasked.
 */
function keyOf(request: FastifyRequest): string | null {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer' && value !== '') return value;
  if (scheme.toLowerCase() !== 'basic' || !isDocumentation(request)) return null;
  const [, password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':', 2);
  return password === '' ? null : password;
}

function askBrowserForKey(request: FastifyRequest, reply: FastifyReply): void {
  if (isDocumentation(request)) {
    reply.header(
      'www-authenticate',
      'Basic realm="Townline: your API key as password", charset="UTF-8"',
    );
  }
}

function isDocumentation({ url, method }: FastifyRequest): boolean {
  return method === 'GET' && /^\/api\/(docs|v1\/openapi\.json)(\?|$)/.test(url);
}

const noKey: Problem = {
  code: 'unauthenticated',
  title: 'A valid key is needed',
  detail: 'Send Authorization: Bearer and your API key. npm start shows the first one.',
};

const wrongRole: Problem = {
  code: 'forbidden',
  title: 'Your role does not allow this',
  detail: 'Ask an administrator.',
};
