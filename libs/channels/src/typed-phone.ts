import type { AddressReader } from '#core/channel/typed-address';

import { canonicalPhone } from './canonical-phone.js';

/** For `readAddress` of channels whose addresses are phone numbers: as E.164, those of the town without a country. */
export function typedPhone(kind: string): NonNullable<AddressReader['readAddress']> {
  return (typed) => {
    if (typed.kind !== kind) return null;
    const address = ONE_NUMBER.test(typed.address) ? canonicalPhone(typed.address, 'US') : null;
    return address === null ? { kind: 'faulty', message: NO_NUMBER } : { kind: 'written', address };
  };
}

/** No words and no extension, which a text and a call would leave out in silence. */
const ONE_NUMBER = /^[+(]?\d[\d\s().-]*$/;
const NO_NUMBER =
  'is no phone number; write it with its area code, as 919-555-0142, or with its country, as +52 55 1234 5678';
