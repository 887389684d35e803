import { createHash, timingSafeEqual } from 'node:crypto';

import type { FetchedMedia } from '#core/channel/adapter';
import { parseJson } from '#core/text/parse-json';
import { addMilliseconds, DAY, type Instant } from '#core/time/instant';

import { isProgram, takenType } from '../media-types.js';
import { readWithin } from '../read-within.js';
import { brokenCall, callGraph, type GraphAnswer } from './graph-call.js';
import { errorAt, type GraphError, wordsOfError } from './graph-error.js';
import { fieldAt, textAt } from './json-fields.js';
import { maxMediaBytes } from './limits.js';
import { type MediaReference, readMediaReference } from './media-reference.js';
import type { WhatsAppSettings } from './settings.js';

const KEPT_FOR_MS = 7 * DAY;
const MAX_REDIRECTS = 3;
/** Meta could not get the file from the citizen's phone; a second time it sometimes can. */
const DOWNLOAD_FAILED = 131_052;

/**
 * The bytes behind a media id: first the address, which holds for minutes, then the file. Only hosts
 * of the settings are called, and the token goes to the first address alone, not where it leads to.
 */
export async function fetchMedia(
  settings: WhatsAppSettings,
  reference: string,
  now: Instant,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  const media = readMediaReference(reference);
  if (media === null) return gone('no such reference');
  if (media.sentAt !== null && now > addMilliseconds(media.sentAt, KEPT_FOR_MS)) {
    return gone('WhatsApp keeps attachments for 7 days');
  }
  const located = await locate(settings, media, signal);
  if (located.kind !== 'located') return located;
  return download(settings, located, signal);
}

interface LocatedMedia {
  readonly kind: 'located';
  readonly url: URL;
  readonly contentType: string | null;
  readonly sha256: Buffer | null;
  readonly maxBytes: number;
}

async function locate(
  settings: WhatsAppSettings,
  { id, kind }: MediaReference,
  signal: AbortSignal,
): Promise<LocatedMedia | Exclude<FetchedMedia, { kind: 'fetched' }>> {
  const path = `${id}?phone_number_id=${settings.phoneNumberId}`;
  let answer = await callGraph(settings, { path }, signal);
  if (errorOf(answer)?.code === DOWNLOAD_FAILED) {
    answer = await callGraph(settings, { path }, signal);
  }
  if (answer.kind === 'broken') return unavailable(answer.reason);
  if (answer.status !== 200) return refused(answer.status, errorOf(answer));
  const json = parseJson(answer.body);
  const found = json.kind === 'json' ? json.value : null;
  const url = addressOf(textAt(found, 'url') ?? '');
  const maxBytes = maxMediaBytes[kind];
  if (url === null) return unavailable('answered without an address');
  if (Number(fieldAt(found, 'file_size')) > maxBytes) return tooLarge(maxBytes);
  const contentType = textAt(found, 'mime_type');
  return { kind: 'located', url, contentType, sha256: sha256Of(textAt(found, 'sha256')), maxBytes };
}

function errorOf(answer: GraphAnswer): GraphError | null {
  if (answer.kind === 'broken') return null;
  const json = parseJson(answer.body);
  return json.kind === 'json' ? errorAt(json.value, 'error') : null;
}

/** 100 with 33: there is no such object any more. */
function refused(
  status: number,
  error: GraphError | null,
): Exclude<FetchedMedia, { kind: 'fetched' }> {
  const reason = error === null ? `answered ${status}` : wordsOfError(error);
  const isGone = status === 404 || error?.code === 100 || error?.code === DOWNLOAD_FAILED;
  return isGone ? gone(reason) : unavailable(reason);
}

async function download(
  settings: WhatsAppSettings,
  media: LocatedMedia,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  const { contentType, sha256, maxBytes } = media;
  try {
    const response = await follow(settings, media.url, signal);
    if (response === null) return unavailable('the address leads to a host that is not allowed');
    if (!response.ok) {
      await response.body?.cancel();
      return unavailable(`the file: answered ${response.status}`);
    }
    const bytes = await readWithin(response, maxBytes);
    if (bytes === null) return tooLarge(maxBytes);
    const actual = createHash('sha256').update(bytes).digest();
    if (sha256 !== null && !timingSafeEqual(actual, sha256)) {
      return unavailable('the file is not the one that was announced');
    }
    if (isProgram(contentType, bytes)) return gone('the file is a program: those are not taken');
    return { kind: 'fetched', bytes, contentType: takenType(contentType) };
  } catch (error) {
    return unavailable(brokenCall(error).reason);
  }
}

/** Null as soon as a step leads to a host that is not allowed. */
async function follow(
  settings: WhatsAppSettings,
  first: URL,
  signal: AbortSignal,
): Promise<Response | null> {
  let url: URL | null = first;
  for (let step = 0; step <= MAX_REDIRECTS; step += 1) {
    if (url === null || !isAllowed(url, settings)) return null;
    const token = { authorization: `Bearer ${settings.accessToken}` };
    const headers = step === 0 ? token : {};
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    if (response.status < 300 || response.status > 399) return response;
    await response.body?.cancel();
    url = addressOf(response.headers.get('location') ?? '', url.href);
  }
  return null;
}

/** Null for what is no address; `URL.parse` is younger than the Node.js supported here. */
function addressOf(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

/** As safe as the API itself: without encryption only where that has none. */
function isAllowed(url: URL, { mediaHosts, apiBaseUrl }: WhatsAppSettings): boolean {
  const isSafe = url.protocol === 'https:' || url.protocol === new URL(apiBaseUrl).protocol;
  const fits = (host: string): boolean =>
    host.startsWith('*.') ? url.host.endsWith(host.slice(1)) : url.host === host;
  return isSafe && url.username === '' && mediaHosts.some(fits);
}

function sha256Of(stated: string | null): Buffer | null {
  return stated !== null && /^[0-9a-f]{64}$/.test(stated) ? Buffer.from(stated, 'hex') : null;
}

function tooLarge(maxBytes: number): FetchedMedia & { kind: 'gone' } {
  return gone(`larger than the ${maxBytes} bytes that are taken`);
}

function gone(reason: string): FetchedMedia & { kind: 'gone' } {
  return { kind: 'gone', reason };
}

function unavailable(reason: string): FetchedMedia & { kind: 'unavailable' } {
  return { kind: 'unavailable', reason };
}
