import type { Clock } from '#core/time/clock';
import { addMilliseconds, type Instant, MINUTE, SECOND } from '#core/time/instant';

import type { SignIn } from '../settings.js';
import { type OAuthSignIn, requestToken, type TokenAnswer } from './token-request.js';

export interface SignInTools {
  readonly clock: Clock;
  /** The network, where a test has its own. */
  readonly fetch?: typeof fetch;
}

export type AccessToken =
  { readonly kind: 'token'; readonly token: string } | Exclude<TokenAnswer, { kind: 'granted' }>;

interface HeldToken {
  readonly token: string;
  readonly usableUntil: Instant;
}

const EARLY_MS = 2 * MINUTE;
const SHORTEST_USE_MS = 30 * SECOND;

/** By settings object: changed settings are another object and begin without memory. */
const held = new WeakMap<OAuthSignIn, HeldToken>();
const underWay = new WeakMap<OAuthSignIn, Promise<TokenAnswer>>();
/** Microsoft hands out a new refresh token with every access token; the newest lives longest. */
const newestRefreshToken = new WeakMap<OAuthSignIn, string>();

/** From memory while it is valid, else from the provider; several callers at once ask once. */
export async function accessTokenFor(
  signIn: OAuthSignIn,
  tools: SignInTools,
  signal: AbortSignal,
): Promise<AccessToken> {
  const known = held.get(signIn);
  if (known !== undefined && tools.clock.now() < known.usableUntil) {
    return { kind: 'token', token: known.token };
  }
  const answer = await orAborted(refreshOnce(signIn, tools), signal);
  return answer.kind === 'granted' ? { kind: 'token', token: answer.accessToken } : answer;
}

/** The server did not take the token although it had not expired: the next one is fetched. */
export function forgetAccessToken(signIn: SignIn): void {
  if (signIn.kind === 'oauth') held.delete(signIn);
}

async function refreshOnce(signIn: OAuthSignIn, tools: SignInTools): Promise<TokenAnswer> {
  const already = underWay.get(signIn);
  if (already !== undefined) return already;
  const refreshing = refresh(signIn, tools).finally(() => underWay.delete(signIn));
  underWay.set(signIn, refreshing);
  return refreshing;
}

async function refresh(signIn: OAuthSignIn, tools: SignInTools): Promise<TokenAnswer> {
  const askedAt = tools.clock.now();
  const refreshToken = newestRefreshToken.get(signIn) ?? signIn.refreshToken;
  const answer = await requestToken(signIn, refreshToken, tools.fetch ?? fetch);
  if (answer.kind !== 'granted') return answer;
  if (answer.refreshToken !== null) newestRefreshToken.set(signIn, answer.refreshToken);
  const lifeMs = Math.max(answer.lifeMs - EARLY_MS, Math.min(answer.lifeMs / 2, SHORTEST_USE_MS));
  held.set(signIn, {
    token: answer.accessToken,
    usableUntil: addMilliseconds(askedAt, Math.floor(lifeMs)),
  });
  return answer;
}

async function orAborted(answer: Promise<TokenAnswer>, signal: AbortSignal): Promise<TokenAnswer> {
  const stopped: TokenAnswer = { kind: 'unavailable', reason: 'It was stopped.' };
  if (signal.aborted) return stopped;
  let onAbort = (): void => undefined;
  const aborted = new Promise<TokenAnswer>((resolve) => {
    onAbort = () => resolve(stopped);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([answer, aborted]).finally(() =>
    signal.removeEventListener('abort', onAbort),
  );
}
