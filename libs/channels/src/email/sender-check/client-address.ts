import { BlockList, isIP } from 'node:net';

import type { ParsedMail } from '../parsed-mail.js';

const inside = new BlockList();
inside.addSubnet('10.0.0.0', 8);
inside.addSubnet('127.0.0.0', 8);
inside.addSubnet('172.16.0.0', 12);
inside.addSubnet('192.168.0.0', 16);
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

const LONGEST_FIELD = 2_000;

/**
 * Who handed a mail to our mail servers from outside, as they wrote it themselves: only the `Received`
 * fields on top that name one of them count, the sender wrote what stands below. Null when unknown.
 */
export function clientAddressOf(
  headers: ParsedMail['headers'],
  ourServers: readonly string[],
): string | null {
  const ours = new Set(ourServers.map((name) => name.toLowerCase()));
  for (const [name, value] of headers) {
    if (name !== 'received') continue;
    const field = value.slice(0, LONGEST_FIELD);
    const by = /(?:^|\s)by\s+([a-z0-9.-]{1,255})/i.exec(field);
    if (by === null || !ours.has((by[1] ?? '').toLowerCase())) return null;
    const address = onlyAddress(field.slice(0, by.index));
    if (address === null) return null;
    if (!inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return address;
  }
  return null;
}

/** A greeting may hold an address too (RFC 5321 §4.1.3): of two, one was chosen by the sender. */
function onlyAddress(from: string): string | null {
  const literals = [...from.matchAll(/\[(?:IPv6:)?([0-9a-f:.]{2,45})\]/gi)];
  const addresses = new Set(literals.map(([, address = '']) => address.toLowerCase()));
  const [address = ''] = addresses;
  return addresses.size === 1 && isIP(address) !== 0 ? address : null;
}
