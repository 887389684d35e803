import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { StaffMember } from '#core/staff/staff-store';

const members = new WeakMap<FastifyRequest, StaffMember>();

export function rememberStaff(request: FastifyRequest, member: StaffMember): void {
  members.set(request, member);
}

/** The person whose key came with the request. */
export const CurrentStaff = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const member = members.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (member === undefined) throw new Error('A public route asked who its caller is.');
  return member;
});
