/** What of a DKIM signature says whose it is and where its key lies (RFC 6376 §3.5). */
export interface SignatureField {
  readonly domain: string;
  /** Where the key lies in the DNS. */
  readonly keyName: string;
}

const HOST_NAME = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,20}$/;
/** SHA-1 vouches for nothing any more (RFC 8301 §3.1). */
const ALGORITHMS: ReadonlySet<string> = new Set(['rsa-sha256', 'ed25519-sha256']);
const LONGEST_NAME = 253;
const LONGEST_FIELD = 8_192;

/** Null for a signature that vouches for nobody, whether it fits or not. */
export function readSignatureField(value: string): SignatureField | null {
  if (value.length > LONGEST_FIELD) return null;
  const tags = tagsOf(value);
  const domain = domainTag(tags.get('d'));
  const selector = domainTag(tags.get('s'));
  const signed = (tags.get('h') ?? '').toLowerCase().split(':');
  const usable =
    ALGORITHMS.has((tags.get('a') ?? '').toLowerCase()) &&
    signed.includes('from') &&
    // Words may follow behind what is signed (RFC 6376 §8.2).
    !tags.has('l');
  const keyName = `${selector}._domainkey.${domain}`;
  return usable &&
    selector !== '' &&
    HOST_NAME.test(domain) &&
    HOST_NAME.test(keyName) &&
    keyName.length <= LONGEST_NAME
    ? { domain, keyName }
    : null;
}

function tagsOf(value: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of value.split(';')) {
    const [name = '', ...rest] = part.split('=');
    tags.set(name.trim().toLowerCase(), rest.join('=').replaceAll(/\s/g, ''));
  }
  return tags;
}

function domainTag(value: string | undefined): string {
  return (value ?? '').toLowerCase().replace(/\.$/, '');
}
