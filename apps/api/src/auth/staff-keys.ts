import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Problem } from '#core/error/problem';
import type { StaffMember } from '#core/staff/staff-store';
import type { Database } from '#wiring/database/database';
import { staffKeyHash } from '#wiring/staff/staff-key';
import { DATABASE } from '#wiring/tokens';

const MAX_KEY_CHARACTERS = 200;

/** Whose key a request carries. Keys are looked up by their hash, so that comparing tells nothing about them. */
@Injectable()
export class StaffKeys {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async ownerOf(request: FastifyRequest): Promise<StaffMember | null> {
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

export function isDocumentation({ url, method }: FastifyRequest): boolean {
  return method === 'GET' && /^\/api\/(docs|v1\/openapi\.json)(\?|$)/.test(url);
}

export const keyMissing: Problem = {
  code: 'unauthenticated',
  title: 'A valid key is needed',
  detail: 'Send Authorization: Bearer and your API key. npm start shows the first one.',
};
