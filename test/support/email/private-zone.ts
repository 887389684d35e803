import { generateKeyPairSync } from 'node:crypto';

import { dkimSign } from 'mailauth';

import type { ResolveName } from '#channels/email/sender-check/dns-answers';

/** What an entry of the zone may be instead of records: a name server that gives up, or never answers. */
export type Trouble = 'fails' | 'silent';

/** A DNS of its own: TXT, A and MX records of invented domains, and what was asked. */
export class PrivateZone {
  readonly asked: string[] = [];
  private readonly entries = new Map<string, string[] | string[][] | Trouble>();

  set(name: string, type: string, entry: string[] | string[][] | Trouble): this {
    this.entries.set(`${type} ${name}`, entry);
    return this;
  }

  text(name: string, text: string): this {
    return this.set(name, 'TXT', [[text.slice(0, 200), text.slice(200)]]);
  }

  readonly resolve: ResolveName = (name, type) => {
    this.asked.push(`${type} ${name}`);
    const entry = this.entries.get(`${type} ${name}`);
    if (entry === 'silent') return new Promise(() => undefined);
    if (entry === 'fails') return Promise.reject(dnsError('ESERVFAIL'));
    return entry === undefined ? Promise.reject(dnsError('ENOTFOUND')) : Promise.resolve(entry);
  };
}

export interface SigningKey {
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
}

/** A key made for the test; its public half is put into the zone. */
export function signingKey(zone: PrivateZone, domain: string, selector = 'mail'): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const record = `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`;
  zone.text(`${selector}._domainkey.${domain}`, record);
  return { domain, selector, privateKey };
}

/** The mail with a signature on top. */
export async function signed(
  raw: string | Buffer,
  key: SigningKey,
  further: { readonly expires?: Date; readonly maxBodyLength?: number } = {},
): Promise<Buffer> {
  const { domain: signingDomain, selector, privateKey } = key;
  const bytes = Buffer.from(raw);
  const { expires, ...signature } = further;
  const { signatures, errors } = await dkimSign(bytes, {
    ...{ signingDomain, selector, privateKey },
    ...(expires !== undefined && { expires, signTime: new Date(expires.getTime() - 1_000) }),
    signatureData: [{ signingDomain, selector, privateKey, ...signature }],
  });
  if (errors.length > 0) throw new Error('The mail could not be signed.', { cause: errors });
  return Buffer.concat([Buffer.from(signatures), bytes]);
}

function dnsError(code: string): Error {
  return Object.assign(new Error(`The name server says ${code}.`), { code });
}
