import type { Problem } from '#core/error/problem';
import { refused, type Result } from '#core/error/result';

import { type Downloaded, downloadOf } from './downloaded.js';
import { resultOfAnswer } from './problem-answer.js';
import type { StaffAddress } from './staff-address.js';
import type { StaffApi, StaffApiRequest } from './staff-api.js';

const ANSWER_WITHIN_MS = 60_000;

/** The staff API of a running town over HTTP. */
export function httpStaffApi(address: StaffAddress): StaffApi {
  return {
    townIsRunning: true,
    call: (request) => callOverHttp(address, request),
    download: (path) => downloadOverHttp(address, path),
    close: () => Promise.resolve(),
  };
}

/** Whether anything listens there at all. */
export async function answersAt(url: string): Promise<boolean> {
  try {
    await fetch(new URL('/health/live', url), { signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}

/** What may be repeated without harm is tried twice when the line breaks. */
async function callOverHttp(
  address: StaffAddress,
  request: StaffApiRequest,
): Promise<Result<unknown>> {
  return twice(address, request, async (answer) =>
    resultOfAnswer(answer.status, await answer.text()),
  );
}

function downloadOverHttp(address: StaffAddress, path: string): Promise<Result<Downloaded>> {
  return twice(address, { method: 'GET', path }, async (answer) =>
    downloadOf({
      status: answer.status,
      disposition: answer.headers.get('content-disposition') ?? undefined,
      contentType: answer.headers.get('content-type') ?? undefined,
      bytes: Buffer.from(await answer.arrayBuffer()),
    }),
  );
}

async function twice<Value>(
  address: StaffAddress,
  request: StaffApiRequest,
  read: (answer: Response) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const harmless = request.method === 'GET' || request.idempotencyKey !== undefined;
  try {
    return await read(await callOnce(address, request));
  } catch (error) {
    if (!harmless) return refused(noAnswer(address.url, error));
  }
  try {
    return await read(await callOnce(address, request));
  } catch (error) {
    return refused(noAnswer(address.url, error));
  }
}

function callOnce(address: StaffAddress, request: StaffApiRequest): Promise<Response> {
  return fetch(addressOf(address.url, request), {
    method: request.method,
    headers: headersOf(address.key, request),
    body: request.body === undefined ? null : JSON.stringify(request.body),
    // A redirect would carry the key elsewhere.
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
}

function addressOf(url: string, { path, query = {} }: StaffApiRequest): URL {
  const base = url.endsWith('/') ? url.slice(0, -1) : url;
  const address = new URL(`${base}/api/v1${path}`);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address;
}

/** The headers of a call, whatever carries it. */
export function headersOf(key: string, request: StaffApiRequest): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${key}`,
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
    ...(request.ifMatch !== undefined && { 'if-match': `"${request.ifMatch}"` }),
    ...(request.idempotencyKey !== undefined && { 'idempotency-key': request.idempotencyKey }),
  };
}

function noAnswer(url: string, error: unknown): Problem {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: 'unavailable',
    title: 'The town did not answer',
    detail: `${url}: ${reason}. Whether it did what was asked is not known; look before you repeat it.`,
  };
}
