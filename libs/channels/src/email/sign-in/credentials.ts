import type { SignIn } from '../settings.js';
import { accessTokenFor, type SignInTools } from './access-token.js';

/** What a mail server is shown: a password, or an access token for XOAUTH2 and OAUTHBEARER. */
export type Credentials =
  | { readonly user: string; readonly pass: string }
  | { readonly user: string; readonly accessToken: string };

export type SignInAttempt =
  | { readonly kind: 'ready'; readonly credentials: Credentials }
  /** Nothing but a person helps: the permission was withdrawn or the settings are wrong. */
  | { readonly kind: 'refused'; readonly remedy: string }
  /** The token service did not answer: later it may. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * The credentials of one user, fetched where they are an access token. Tokens are kept in memory
 * until shortly before they expire; call `forgetAccessToken` when a server refuses one.
 *
 * @example
 * const attempt = await credentialsFor({ user: incoming.user, signIn }, { clock }, signal);
 * if (attempt.kind === 'ready') connect(attempt.credentials);
 */
export async function credentialsFor(
  { user, signIn }: { readonly user: string; readonly signIn: SignIn },
  tools: SignInTools,
  signal: AbortSignal,
): Promise<SignInAttempt> {
  switch (signIn.kind) {
    case 'password':
      return { kind: 'ready', credentials: { user, pass: signIn.password } };
    case 'oauth': {
      const answer = await accessTokenFor(signIn, tools, signal);
      if (answer.kind !== 'token') return answer;
      return { kind: 'ready', credentials: { user, accessToken: answer.token } };
    }
  }
}
