import { randomBytes } from 'node:crypto';

/** An id as the provider mints it: two letters say of what. */
export function newSid(letters: 'SM' | 'MM' | 'ME' | 'CA' | 'RE'): string {
  return `${letters}${randomBytes(16).toString('hex')}`;
}
