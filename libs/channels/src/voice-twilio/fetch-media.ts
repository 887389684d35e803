import type { FetchedMedia } from '#core/channel/adapter';
import { errorCodeOf } from '#core/error/error-code';

import { readWithin } from '../read-within.js';
import { RECORDING_SID } from './call-event.js';
import { MAX_RECORDING_BYTES } from './limits.js';
import type { VoiceTwilioSettings } from './settings.js';

/**
 * The recording, asked for at the API itself by its id: no address that an event brings is ever
 * followed, and no redirect, so that the credentials reach nobody else.
 */
export async function fetchMedia(
  recordingSid: string,
  { accountSid, authTokens, apiBaseUrl }: VoiceTwilioSettings,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  if (!RECORDING_SID.test(recordingSid)) return { kind: 'gone', reason: 'no id of a recording' };
  const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`;
  const credentials = Buffer.from(`${accountSid}:${authTokens[0] ?? ''}`).toString('base64');
  try {
    const response = await fetch(apiBaseUrl.replace(/\/+$/, '') + path, {
      headers: { authorization: `Basic ${credentials}` },
      redirect: 'manual',
      signal,
    });
    return await read(response);
  } catch (error) {
    const { cause } = Object(error) as { readonly cause?: unknown };
    return { kind: 'unavailable', reason: errorCodeOf(cause ?? error) };
  }
}

async function read(response: Response): Promise<FetchedMedia> {
  const { status, ok } = response;
  if (status === 410) return { kind: 'gone', reason: 'it was deleted at the provider' };
  // A recording is there some seconds after the call has told of it.
  if (!ok) return { kind: 'unavailable', reason: `answered ${status}` };
  const bytes = await readWithin(response, MAX_RECORDING_BYTES);
  if (bytes === null) return { kind: 'gone', reason: 'longer than 16 MB' };
  return { kind: 'fetched', bytes, contentType: 'audio/wav' };
}
