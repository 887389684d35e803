import type { SenderAddress } from '../channel/normalised.js';
import { type AddressKey, addressKeyOf } from '../identity/binary-key.js';

const keys = new WeakMap<SenderAddress, AddressKey>();

/** The key of a sender's address: asked for several times a message, hashed once. */
export function senderKeyOf(sender: SenderAddress): AddressKey {
  const known = keys.get(sender);
  if (known !== undefined) return known;
  const key = addressKeyOf(sender.kind, sender.address);
  keys.set(sender, key);
  return key;
}
