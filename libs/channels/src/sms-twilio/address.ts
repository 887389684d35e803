import type { SenderAddress } from '#core/channel/normalised';

const PHONE = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
const WHATSAPP = 'whatsapp:';
/** What the database, screens and the provider take as an address of somebody. */
const USABLE = /^[^\p{Control}\p{Surrogate}]{1,100}$/u;

export function isUsableAddress(address: string): boolean {
  return USABLE.test(address);
}

/** The E.164 number behind an address of the provider; null for short codes and names. */
export function phoneNumberOf(address: string): string | null {
  const bare = address.startsWith(WHATSAPP) ? address.slice(WHATSAPP.length) : address;
  return PHONE.test(bare) ? bare : null;
}

/** The same number is the same citizen on every channel; short codes and names are nobody’s phone. */
export function senderOf(address: string): SenderAddress {
  const phone = phoneNumberOf(address);
  if (phone !== null) return { kind: 'phone', address: phone, authentic: true };
  const kind = SHORT_CODE.test(address) ? 'short-code' : 'sender-name';
  return { kind, address, authentic: true };
}

/** Our own address on the transport that the citizen uses. */
export function ownAddressFor(citizen: string, number: string): string {
  return citizen.startsWith(WHATSAPP) ? WHATSAPP + number : number;
}
