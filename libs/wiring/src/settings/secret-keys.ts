import { z } from 'zod';

const KEY_BYTES = 32;

/** One or several keys of 32 bytes in base64, separated by commas; the first seals, all open. */
export const secretKeys = z
  .string()
  .refine(
    (value) => value.split(',').every((key) => decodeKey(key).length === KEY_BYTES),
    'is not 32 bytes in base64; make one with: openssl rand -base64 32',
  )
  .transform((value): readonly Buffer[] => value.split(',').map(decodeKey));

function decodeKey(key: string): Buffer {
  return Buffer.from(key.trim(), 'base64');
}
