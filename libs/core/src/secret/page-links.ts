import { createHmac } from 'node:crypto';

import type { IdentityKey } from '../identity/binary-key.js';
import type { EmergencyId, Id, ServiceRequestId, StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import { signedLinks } from './signed-links.js';

/** Which emergency may be taken by whom: what the link of a page carries. */
export interface PageGrant {
  readonly emergencyId: EmergencyId;
  readonly staffId: StaffId;
}

export interface PageLinks {
  issue(grant: PageGrant, at: Instant): string;
  /** Null: altered, of another key, or too old. */
  read(token: string, at: Instant): PageGrant | null;
  /** Six digits to text back: whoever only pretends to have this person's number does not know them. */
  codeOf(grant: PageGrant): string;
  isCodeOf(grant: PageGrant, code: string): boolean;
}

/** Signed links over two ids, under keys of their own: no token of a thread is one of a page. */
export function pageLinks(keys: readonly Buffer[]): PageLinks {
  const [current] = keys;
  if (current === undefined) throw new RangeError('Links of pages need a key.');
  const links = signedLinks(keys);
  return {
    codeOf: (grant) => codeUnder(current, grant),
    isCodeOf: (grant, code) => keys.some((key) => codeUnder(key, grant) === code),
    issue: ({ emergencyId, staffId }, at) =>
      links.issue(
        {
          requestId: emergencyId as Id<string> as ServiceRequestId,
          identityKey: Buffer.from(staffId.replaceAll('-', ''), 'hex') as IdentityKey,
        },
        at,
      ),
    read(token, at) {
      const reading = links.read(token, at);
      if (reading.kind !== 'valid') return null;
      const { requestId, identityKey } = reading.grant;
      const hex = identityKey.toString('hex');
      const parts = [0, 8, 12, 16, 20].map((from, at, all) => hex.slice(from, all[at + 1]));
      return {
        emergencyId: requestId as Id<string> as EmergencyId,
        staffId: parts.join('-') as StaffId,
      };
    },
  };
}

const CODE_DIGITS = 6;

function codeUnder(key: Buffer, { emergencyId, staffId }: PageGrant): string {
  const digest = createHmac('sha256', key).update(`page-code\0${emergencyId}\0${staffId}`).digest();
  return String(digest.readUInt32BE() % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0');
}
