import { createHmac, timingSafeEqual } from 'node:crypto';

import type { IdentityKey } from '../identity/binary-key.js';
import type { ServiceRequestId } from '../identity/ids.js';
import { addMilliseconds, DAY, type Instant } from '../time/instant.js';

/** Who may see and continue which thread: what a signed link carries. */
export interface ThreadGrant {
  readonly requestId: ServiceRequestId;
  /** The participant the link was made for. */
  readonly identityKey: IdentityKey;
  readonly expiresAt: Instant;
}

export type ThreadTokenReading =
  | { readonly kind: 'valid'; readonly grant: ThreadGrant }
  | { readonly kind: 'expired'; readonly grant: ThreadGrant }
  | { readonly kind: 'invalid' };

/**
 * Makes and reads the tokens of signed links and reply addresses: request id, identity key and
 * expiry under HMAC-SHA256, 128 bits kept. Whoever holds the token is that participant.
 */
export interface SignedLinks {
  issue(grant: Omit<ThreadGrant, 'expiresAt'>, at: Instant): string;
  read(token: string, at: Instant): ThreadTokenReading;
}

export const THREAD_LINK_LIFETIME_MS = 30 * DAY;

const VERSION = 1;
const ID_BYTES = 16;
const IDENTITY_BYTES = 16;
const EXPIRY_BYTES = 6;
const MAC_BYTES = 16;
const BODY_BYTES = 1 + ID_BYTES + IDENTITY_BYTES + EXPIRY_BYTES;

/** @param keys the first signs, all of them verify; a token of another key is invalid. */
export function signedLinks(keys: readonly Buffer[]): SignedLinks {
  const [current] = keys;
  if (current === undefined) throw new RangeError('Signed links need a key.');
  return {
    issue(grant, at) {
      const body = encodeBody({
        ...grant,
        expiresAt: addMilliseconds(at, THREAD_LINK_LIFETIME_MS),
      });
      return Buffer.concat([body, macOf(current, body)]).toString('base64url');
    },
    read(token, at) {
      const bytes = decodeToken(token);
      if (bytes === null) return { kind: 'invalid' };
      const body = bytes.subarray(0, BODY_BYTES);
      const mac = bytes.subarray(BODY_BYTES);
      if (!keys.some((key) => timingSafeEqual(macOf(key, body), mac))) return { kind: 'invalid' };
      const grant = decodeBody(body);
      return { kind: grant.expiresAt > at ? 'valid' : 'expired', grant };
    },
  };
}

function macOf(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key)
    .update('thread-link')
    .update(body)
    .digest()
    .subarray(0, MAC_BYTES);
}

/** Only the one spelling that `issue` makes is read, so that a token cannot be varied. */
function decodeToken(token: string): Buffer | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null;
  return bytes[0] === VERSION ? bytes : null;
}

function encodeBody(grant: ThreadGrant): Buffer {
  const body = Buffer.alloc(BODY_BYTES);
  body.writeUInt8(VERSION, 0);
  Buffer.from(grant.requestId.replaceAll('-', ''), 'hex').copy(body, 1);
  grant.identityKey.copy(body, 1 + ID_BYTES);
  body.writeUIntBE(grant.expiresAt, 1 + ID_BYTES + IDENTITY_BYTES, EXPIRY_BYTES);
  return body;
}

function decodeBody(body: Buffer): ThreadGrant {
  const hex = body.toString('hex', 1, 1 + ID_BYTES);
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
  return {
    requestId: id as ServiceRequestId,
    identityKey: Buffer.from(
      body.subarray(1 + ID_BYTES, 1 + ID_BYTES + IDENTITY_BYTES),
    ) as IdentityKey,
    expiresAt: body.readUIntBE(1 + ID_BYTES + IDENTITY_BYTES, EXPIRY_BYTES) as Instant,
  };
}
