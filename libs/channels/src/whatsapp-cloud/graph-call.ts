import { errorCodeOf } from '#core/error/error-code';

import { readWithin } from '../read-within.js';
import type { WhatsAppSettings } from './settings.js';

/** Larger answers than any the Graph API gives are cut off. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export type GraphAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Seconds, as the header of this name says them. */
      readonly retryAfter: number | null;
      readonly body: Buffer;
    }
  /** `neverReached`: no byte of the call can have arrived. */
  | { readonly kind: 'broken'; readonly neverReached: boolean; readonly reason: string };

export interface GraphCall {
  readonly method?: 'GET' | 'POST';
  /** Below the version, as `123/messages`. */
  readonly path: string;
  readonly json?: unknown;
}

/** One call of the Graph API with the token of the account; a value whatever happens. */
export async function callGraph(
  { apiBaseUrl, apiVersion, accessToken }: WhatsAppSettings,
  { method = 'GET', path, json }: GraphCall,
  signal: AbortSignal,
): Promise<GraphAnswer> {
  if (signal.aborted)
    return { kind: 'broken', neverReached: true, reason: 'cut off before the call' };
  try {
    const response = await fetch(`${apiBaseUrl}/${apiVersion}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      // The token goes to nobody else.
      redirect: 'error',
      signal,
    });
    const body = await readWithin(response, MAX_ANSWER_BYTES);
    if (body === null) return { kind: 'broken', neverReached: false, reason: 'answer too long' };
    const { status, headers } = response;
    return { kind: 'answered', status, retryAfter: secondsOf(headers.get('retry-after')), body };
  } catch (error) {
    return brokenCall(error);
  }
}

function secondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

const NEVER_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** Errors of `fetch`. Only those that come before the first byte prove that nothing arrived. */
export function brokenCall(error: unknown): Extract<GraphAnswer, { kind: 'broken' }> {
  const hasCause = typeof error === 'object' && error !== null && 'cause' in error;
  const reason = errorCodeOf(hasCause ? error.cause : error);
  return { kind: 'broken', neverReached: NEVER_REACHED.includes(reason), reason };
}
