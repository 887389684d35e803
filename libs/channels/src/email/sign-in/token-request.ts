import { z } from 'zod';

import { errorCodeOf } from '#core/error/error-code';
import { SECOND } from '#core/time/instant';

import type { SignIn } from '../settings.js';

export type OAuthSignIn = Extract<SignIn, { kind: 'oauth' }>;

export type TokenAnswer =
  | {
      readonly kind: 'granted';
      readonly accessToken: string;
      readonly lifeMs: number;
      /** A newer one than was shown; null when the provider keeps the old one. */
      readonly refreshToken: string | null;
    }
  | { readonly kind: 'refused'; readonly remedy: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

const ANSWER_LIMIT_MS = 15 * SECOND;
const USUAL_LIFE_SECONDS = 3_600;

const endpoints = {
  google: 'https://oauth2.googleapis.com/token',
  microsoft: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
} as const;

const granted = z.object({
  access_token: z.string().min(1).max(16_384),
  expires_in: z.coerce.number().int().positive().max(31_536_000).default(USUAL_LIFE_SECONDS),
  refresh_token: z.string().min(1).max(16_384).optional(),
});
const fault = z.object({ error: z.string().max(200) });

/** One refresh (RFC 6749 §6). What the provider says in words is not repeated: it can hold addresses. */
export async function requestToken(
  signIn: OAuthSignIn,
  refreshToken: string,
  request: typeof fetch,
): Promise<TokenAnswer> {
  const url = signIn.tokenUrl ?? (signIn.provider === 'other' ? null : endpoints[signIn.provider]);
  if (url === null) {
    return {
      kind: 'refused',
      remedy: 'Set tokenUrl: the address of the provider’s token service.',
    };
  }
  try {
    const answer = await request(url, {
      method: 'POST',
      redirect: 'error',
      headers: { accept: 'application/json' },
      body: formOf(signIn, refreshToken),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    return judge(answer.status, await jsonOf(answer));
  } catch (error) {
    const { cause = error } = error as { readonly cause?: unknown };
    return unavailable(`did not answer (${errorCodeOf(cause)})`);
  }
}

function formOf(signIn: OAuthSignIn, refreshToken: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: signIn.clientId,
    refresh_token: refreshToken,
    ...(signIn.clientSecret !== undefined && { client_secret: signIn.clientSecret }),
  });
}

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

function judge(status: number, body: unknown): TokenAnswer {
  if (status === 429 || status >= 500) return unavailable(`answered with status ${status}`);
  const grant = granted.safeParse(body);
  if (status === 200 && grant.success) {
    const { access_token, expires_in, refresh_token = null } = grant.data;
    const lifeMs = expires_in * SECOND;
    return { kind: 'granted', accessToken: access_token, lifeMs, refreshToken: refresh_token };
  }
  const { error } = fault.catch({ error: 'unreadable' }).parse(body);
  switch (error) {
    case 'invalid_grant':
      return { kind: 'refused', remedy: REAUTHORISE };
    case 'invalid_client':
    case 'unauthorized_client':
      return { kind: 'refused', remedy: WRONG_CLIENT };
    case 'temporarily_unavailable':
    case 'unreadable':
      return unavailable(`gave no usable answer (status ${status})`);
    default:
      return { kind: 'refused', remedy: `${REFUSED} (${codeOf(error)}).` };
  }
}

const REAUTHORISE =
  'The permission has expired or was withdrawn (invalid_grant): re-authorise the mailbox and set the new refreshToken.';
const WRONG_CLIENT =
  'The provider does not know this client: check clientId and clientSecret, or re-authorise the mailbox.';
const REFUSED =
  'The token service refuses: check the settings of the sign-in, or re-authorise the mailbox';

function codeOf(error: string): string {
  return /^[a-z_]{1,50}$/.test(error) ? error : 'no code';
}

function unavailable(reason: string): TokenAnswer {
  return { kind: 'unavailable', reason: `The token service ${reason}.` };
}
