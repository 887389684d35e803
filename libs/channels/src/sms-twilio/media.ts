import type { FetchedMedia } from '#core/channel/adapter';
import { errorCodeOf } from '#core/error/error-code';

import { isProgram, takenType } from '../media-types.js';
import { readWithin } from '../read-within.js';
import { MAX_MEDIA_BYTES } from './limits.js';
import type { SmsTwilioSettings } from './settings.js';

type MediaSettings = Pick<
  SmsTwilioSettings,
  'accountSid' | 'authTokens' | 'apiBaseUrl' | 'mediaHosts'
>;

const MAX_HOPS = 5;

/**
 * The bytes of one file of a message. Whatever names the address is not believed: only the API and
 * the listed hosts are asked, by https, on every hop; the credentials go to the API alone, and to no
 * address that it sends us on to.
 */
export async function fetchMedia(
  settings: MediaSettings,
  reference: string,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  try {
    let address = allowedAddress(settings, reference);
    for (let hop = 0; address !== null && hop < MAX_HOPS; hop += 1) {
      const response = await fetch(address, {
        headers: {
          'accept-encoding': 'identity',
          ...(hop === 0 && credentials(settings, address)),
        },
        redirect: 'manual',
        signal,
      });
      if (!isRedirect(response)) return await readMedia(response);
      await response.body?.cancel();
      address = allowedAddress(settings, response.headers.get('location') ?? '', address);
    }
    return gone('its address leads to a host that files are not fetched from');
  } catch (error) {
    const { cause = error } = Object(error) as Partial<Error>;
    return unavailable(`the file could not be fetched (${errorCodeOf(cause)})`);
  }
}

/** Null for an address that is none, or is not on the list. */
function allowedAddress(settings: MediaSettings, reference: string, base?: URL): URL | null {
  if (!URL.canParse(reference, base?.href)) return null;
  const address = new URL(reference, base);
  if (address.username !== '' || address.password !== '') return null;
  if (isOfApi(settings, address)) return address;
  const { protocol, port, hostname } = address;
  const listed = settings.mediaHosts.includes(hostname);
  return listed && protocol === 'https:' && port === '' ? address : null;
}

/** By plain http only where the settings say that the API itself is reached so, on this machine. */
function isOfApi({ apiBaseUrl }: MediaSettings, address: URL): boolean {
  return address.origin === new URL(apiBaseUrl).origin;
}

function credentials(settings: MediaSettings, address: URL): Readonly<Record<string, string>> {
  if (!isOfApi(settings, address)) return {};
  const pair = `${settings.accountSid}:${settings.authTokens[0] ?? ''}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('location');
}

async function readMedia(response: Response): Promise<FetchedMedia> {
  if (!response.ok) {
    await response.body?.cancel();
    const reason = `the provider answered ${response.status}`;
    return response.status === 404 || response.status === 410 ? gone(reason) : unavailable(reason);
  }
  const type = response.headers.get('content-type');
  const bytes = await readWithin(response, MAX_MEDIA_BYTES);
  if (bytes === null) return gone(`the file is larger than ${MAX_MEDIA_BYTES / MEBIBYTE} MiB`);
  if (isProgram(type, bytes)) return gone('the file is a program: those are not taken');
  return { kind: 'fetched', bytes, contentType: takenType(type) };
}

const MEBIBYTE = 1024 * 1024;

function gone(reason: string): FetchedMedia {
  return { kind: 'gone', reason };
}

function unavailable(reason: string): FetchedMedia {
  return { kind: 'unavailable', reason };
}
