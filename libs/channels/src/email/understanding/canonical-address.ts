import { domainToASCII } from 'node:url';

const MAX_BYTES = 254;
const USABLE = /^[^\s\p{C}<>]+@[^\s\p{C}<>@]+$/u;

/**
 * The one form in which an address is stored and compared: trimmed, lower case, the domain as the
 * servers take it (RFC 5890). Null for what no mail could be sent to.
 */
export function canonicalAddress(address: string): string | null {
  const lower = address.trim().toLowerCase();
  if (!USABLE.test(lower)) return null;
  const at = lower.lastIndexOf('@');
  const domain = domainToASCII(lower.slice(at + 1));
  const canonical = `${lower.slice(0, at)}@${domain === '' ? lower.slice(at + 1) : domain}`;
  return Buffer.byteLength(canonical) > MAX_BYTES ? null : canonical;
}
