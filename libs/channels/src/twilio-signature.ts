import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';

import { readForm } from './twilio-form.js';

export type TwilioSignatureCheck =
  { readonly kind: 'genuine' } | { readonly kind: 'forged'; readonly remedy: string };

const SIGNATURE = /^[A-Za-z0-9+/]{27}=$/;
const FORM = 'application/x-www-form-urlencoded';

/**
 * `X-Twilio-Signature`: HMAC-SHA1 in base64 over the address that was called and, for a form, every
 * parameter sorted by name; for other bodies the address carries their hash as `bodySHA256`
 * (twilio.com/docs/usage/security). The library is not used: it takes one token, and reads the
 * address from headers that anybody can write. Here it is the configured one, and every token holds
 * while one is being replaced.
 *
 * @param address where the provider was told to call, without a query.
 */
export function checkTwilioSignature(
  request: WebhookRequest,
  address: string,
  authTokens: readonly string[],
): TwilioSignatureCheck {
  const given = request.headers['x-twilio-signature'] ?? '';
  if (!SIGNATURE.test(given)) return forged('Send X-Twilio-Signature with the request.');
  if (!bodyFits(request)) return forged('The body is not the one that bodySHA256 stands for.');
  const signature = Buffer.from(given, 'base64');
  const parameters = isForm(request) ? signedParameters(request.rawBody) : '';
  const url = request.query === '' ? address : `${address}?${request.query}`;
  const matching = authTokens.flatMap((token) =>
    addressForms(url).filter((form) => timingSafeEqual(signature, digest(token, form, parameters))),
  );
  if (matching.length > 0) return { kind: 'genuine' };
  return forged(
    `X-Twilio-Signature does not fit: sign with an auth token of this account, for the address ${address}.`,
  );
}

/** What is signed of a form: each name, sorted, with its distinct values, sorted; empty ones too. */
function signedParameters(body: Buffer): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of readForm(body)) {
    const known = values.get(name);
    if (known === undefined) values.set(name, new Set([value]));
    else known.add(value);
  }
  return [...values]
    .sort(([one], [other]) => compare(one, other))
    .map(([name, set]) =>
      [...set]
        .sort(compare)
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

/**
 * The address as the provider may have written it: with or without its port, a quote in the query
 * raw or escaped. All mean the same address.
 */
function addressForms(url: string): readonly string[] {
  const quotes = [url, url.replaceAll('%27', "'"), url.replaceAll("'", '%27')];
  const forms = quotes.flatMap((written) => [written, withoutPort(written), withPort(written)]);
  return [...new Set(forms)];
}

const ORIGIN = /^(https?:\/\/(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*))(:\d+)?/;

function withoutPort(url: string): string {
  return url.replace(ORIGIN, '$1');
}

function withPort(url: string): string {
  const standard = url.startsWith('https:') ? ':443' : ':80';
  return url.replace(ORIGIN, (_whole, host: string, port?: string) => host + (port ?? standard));
}

/** A body that is no form is signed by its hash in the query; an empty one needs none. */
function bodyFits(request: WebhookRequest): boolean {
  const { query, rawBody } = request;
  const [claimed, ...others] = new URLSearchParams(query).getAll('bodySHA256');
  if (claimed === undefined) return isForm(request) || rawBody.length === 0;
  if (others.length > 0) return false;
  const actual = createHash('sha256').update(rawBody).digest();
  const expected = Buffer.from(claimed, 'hex');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Whatever carries no media type is read as a form, as the provider itself sends it. */
function isForm({ headers }: WebhookRequest): boolean {
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return mediaType === undefined || mediaType === FORM;
}

function digest(token: string, url: string, parameters: string): Buffer {
  return createHmac('sha1', token)
    .update(url + parameters)
    .digest();
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function forged(remedy: string): TwilioSignatureCheck {
  return { kind: 'forged', remedy };
}
