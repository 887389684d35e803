import { createHmac, timingSafeEqual } from 'node:crypto';

import type { SenderAddress } from '../channel/normalised.js';

/**
 * Makes and reads the tokens of reply addresses and message ids: a request's number with a MAC over
 * the number and the one address it was sent to. Short enough for the local part of a mail address
 * (RFC 5321 §4.5.3.1.1), and the same in any case, because relays change it. It holds for as long as
 * the key is kept: people answer old mails.
 */
export interface ReplyTokens {
  /** Such as `fm260048173.k3s7…`. */
  issue(requestNumber: string, recipient: TokenHolder): string;
  /** The canonical number, or null: altered, of another key, or made for somebody else. */
  read(token: string, holder: TokenHolder): string | null;
}

export type TokenHolder = Pick<SenderAddress, 'kind' | 'address'>;

/** What a token looks like, without anchors: for finding one in an address. */
export const REPLY_TOKEN = /([a-z]{2})(\d{2})(\d{6,12})(\d)\.([a-z2-7]{20})/;

const WHOLE_TOKEN = new RegExp(`^${REPLY_TOKEN.source}$`);
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** 20 characters of 5 bits each: 100 bits. */
const MAC_CHARACTERS = 20;

/** @param keys the first signs, all of them verify. */
export function replyTokens(keys: readonly Buffer[]): ReplyTokens {
  const [current] = keys;
  if (current === undefined) throw new RangeError('Reply tokens need a key.');
  return {
    issue(requestNumber, recipient) {
      const number = requestNumber.replaceAll('-', '').toLowerCase();
      return `${number}.${macOf(current, number, recipient)}`;
    },
    read(token, holder) {
      const parts = WHOLE_TOKEN.exec(token.toLowerCase());
      if (parts === null) return null;
      const [, letters = '', year = '', sequence = '', check = '', mac = ''] = parts;
      const number = `${letters}${year}${sequence}${check}`;
      const given = Buffer.from(mac);
      const fits = keys.some((key) =>
        timingSafeEqual(Buffer.from(macOf(key, number, holder)), given),
      );
      return fits ? `${letters.toUpperCase()}${year}-${sequence}-${check}` : null;
    },
  };
}

function macOf(key: Buffer, number: string, { kind, address }: TokenHolder): string {
  const digest = createHmac('sha256', key)
    .update(`reply-token\0${number}\0${kind}\0`)
    .update(address)
    .digest();
  let text = '';
  for (let index = 0; index < MAC_CHARACTERS; index += 1) {
    const bit = index * 5;
    const pair = digest.readUInt16BE(bit >> 3);
    text += BASE32.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return text;
}
