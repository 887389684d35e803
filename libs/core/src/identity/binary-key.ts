import { createHash } from 'node:crypto';

/** 32 bytes that stand for one event of one provider. The database refuses the second. */
export type DedupeKey = Buffer & { readonly __brand: 'DedupeKey' };
/** 16 bytes that stand for one remote identity on one channel account: what is kept in order. */
export type IdentityKey = Buffer & { readonly __brand: 'IdentityKey' };
/** 16 bytes that stand for one address of one kind, town-wide. */
export type AddressKey = Buffer & { readonly __brand: 'AddressKey' };

export const LANE_COUNT = 64;

/**
 * SHA-256 over length-prefixed parts, so that ('ab','c') and ('a','bc') differ. Binary, because
 * database collations merge ids that differ by case, accent or trailing space.
 */
export function dedupeKeyOf(...parts: readonly (string | Uint8Array)[]): DedupeKey {
  return digest(parts) as DedupeKey;
}

export function identityKeyOf(...parts: readonly (string | Uint8Array)[]): IdentityKey {
  return digest(parts).subarray(0, 16) as IdentityKey;
}

export function addressKeyOf(kind: string, canonicalAddress: string): AddressKey {
  return digest([kind, canonicalAddress]).subarray(0, 16) as AddressKey;
}

/** Every remote identity belongs for good to one lane; a lane is registered in order. */
export function laneOf(identityKey: IdentityKey): number {
  return identityKey.readUInt16BE(0) % LANE_COUNT;
}

function digest(parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  const length = Buffer.alloc(4);
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}
