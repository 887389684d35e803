import type { SenderAddress } from '#core/channel/normalised';

import type { MailAddress, ParsedMail } from '../parsed-mail.js';
import type { SenderAuthentication } from './authentication.js';
import { canonicalAddress } from './canonical-address.js';
import { shownName } from './shown-name.js';

/** Stands for a sender that no field names; nothing can be sent there (RFC 2606 §2). */
const UNKNOWN: MailAddress = { name: '', address: 'unknown@invalid' };
const OTHER_NAMES_OF_THE_SENDER = ['sender', 'return-path', 'x-envelope-from'];

/**
 * Whom a mail names as its writer. Two writers, or one that cannot be read, is one that nobody can be
 * sure of: nothing is joined or told to him.
 */
export function senderOf(mail: ParsedMail, authentication: SenderAuthentication): SenderAddress {
  const usable = mail.from.filter(({ address }) => canonicalAddress(address) !== null);
  const fields = mail.headers.filter(([name]) => name === 'from').length;
  const certain = fields === 1 && mail.from.length === 1 && usable.length === 1;
  const { name, address } = usable[0] ?? otherwiseNamed(mail);
  const displayName = shownName(name);
  return {
    kind: 'email',
    address: canonicalAddress(address) ?? UNKNOWN.address,
    ...(displayName !== '' && { displayName }),
    authentic: certain && authentication !== 'fail',
  };
}

function otherwiseNamed(mail: ParsedMail): MailAddress {
  const stated = mail.headers.flatMap(([name, value]) =>
    OTHER_NAMES_OF_THE_SENDER.includes(name) ? [addressWithin(value)] : [],
  );
  const candidates = [...mail.replyTo.map(({ address }) => address), ...stated];
  const found = candidates.find((address) => canonicalAddress(address) !== null);
  return found === undefined ? UNKNOWN : { name: '', address: found };
}

function addressWithin(value: string): string {
  return /<([^<>\s]{3,254})>/.exec(value)?.[1] ?? value.trim();
}
