import type { ChannelTools } from '#core/channel/definition';
import type { InboundEnvelope } from '#core/channel/envelope';
import type { TakenCall } from '#core/channel/taken-call';
import { invalidInput } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';

import { canonicalPhone } from '../canonical-phone.js';
import type { CallEntry } from './call-entry.js';
import type { PhoneLogSettings } from './settings.js';

/** One call, one envelope: the same entry again is the same envelope. */
export function enterCall(
  call: TakenCall,
  { phoneCountry }: PhoneLogSettings,
  { account }: Pick<ChannelTools, 'account'>,
): Result<InboundEnvelope> {
  const { staffId, key, callerNumber, ...said } = call;
  const number = callerNumber === null ? null : canonicalPhone(callerNumber, phoneCountry);
  if (callerNumber !== null && number === null) return refused(noNumber);
  const dedupeKey = dedupeKeyOf(account.id, staffId, key);
  const entry: CallEntry = { ...said, staffId, callerNumber: number };
  return succeeded({
    dedupeKey,
    identityKey: identityKeyOf(account.id, dedupeKey),
    providerId: null,
    contentType: 'application/json',
    raw: Buffer.from(JSON.stringify(entry), 'utf8'),
  });
}

const noNumber = invalidInput([
  {
    field: 'number',
    message: 'is no phone number; write it with its area code, as 919-555-0142, or "anonymous"',
  },
]);
