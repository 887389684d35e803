import { createHmac } from 'node:crypto';

/**
 * X-Twilio-Signature of a form (webhooks-security): base64 of HMAC-SHA1 over the address, followed by
 * the names and values of all parameters, sorted by name.
 */
export function signatureOf(
  authToken: string,
  url: string,
  parameters: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(parameters).toSorted();
  const signed = names.map((name) => `${name}${parameters[name] ?? ''}`).join('');
  return createHmac('sha1', authToken).update(`${url}${signed}`, 'utf8').digest('base64');
}
