import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Seals secrets at rest. A sealed text names the key that opens it. */
export interface SecretBox {
  seal(plain: string): string;
  /** Throws `SecretUnreadable` when the key is unknown or the text was altered. */
  open(sealed: string): string;
  /** Whether the text was sealed with another key than the current one. */
  isStale(sealed: string): boolean;
  /**
   * Keys for one purpose (link signatures, for instance), one of each key given, the current one
   * first: it signs, and all of them verify.
   */
  derive(purpose: string): readonly Buffer[];
}

export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
  readonly code = 'secret-unreadable';
  constructor(keyId: string) {
    super(
      `A secret was sealed with key ${keyId}, which is not among the keys given. ` +
        'Add that key to TOWNLINE_SECRET_KEY (old keys follow the current one, separated by commas).',
    );
  }
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a fresh nonce each time; form `keyId.base64url(nonce|tag|text)`.
 *
 * @param keys 32 bytes each; the first seals, all of them open.
 */
export function secretBox(keys: readonly Buffer[]): SecretBox {
  const [current] = keys;
  if (current === undefined || keys.some((key) => key.length !== 32)) {
    throw new RangeError('The secret key is 32 bytes; make one with `openssl rand -base64 32`.');
  }
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const currentId = keyIdOf(current);
  return {
    seal: (plain) => `${currentId}.${encrypt(current, plain).toString('base64url')}`,
    open(sealed) {
      const [keyId = '', body = ''] = sealed.split('.', 2);
      const key = byId.get(keyId);
      if (key === undefined) throw new SecretUnreadable(keyId);
      return decrypt(key, Buffer.from(body, 'base64url'), keyId);
    },
    isStale: (sealed) => !sealed.startsWith(`${currentId}.`),
    derive: (purpose) => keys.map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32))),
  };
}

export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

function encrypt(key: Buffer, plain: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, body: Buffer, keyId: string): string {
  try {
    const nonce = body.subarray(0, NONCE_BYTES);
    // Without a fixed length a tag cut to four bytes would be accepted.
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(body.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = body.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    throw new SecretUnreadable(keyId);
  }
}
