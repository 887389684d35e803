import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';

import type { ChannelTools } from '#core/channel/definition';

import type { EmailSettings } from '../settings.js';
import { accessTokenFor, forgetAccessToken } from '../sign-in/access-token.js';
import type { OAuthSignIn } from '../sign-in/token-request.js';

type SmtpAuthentication = NonNullable<SMTPPoolOptions['auth']>;

/** No credentials could be had: the library hands this error back as it got it. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials';
  constructor(
    /** `refused`: only a person helps. */
    readonly kind: 'refused' | 'unavailable',
    message: string,
  ) {
    super(message);
  }
}

/** How the library signs in: with the password, or by asking for an access token when it needs one. */
export function authentication(
  { address, outgoing }: EmailSettings,
  tools: Pick<ChannelTools, 'clock'>,
  signal: AbortSignal,
): SmtpAuthentication | null {
  const { user = address, signIn } = outgoing;
  if (signIn === undefined) return null;
  if (signIn.kind === 'password') return { user, pass: signIn.password };
  return {
    type: 'OAuth2',
    user,
    provisionCallback(_user, renew, callback) {
      // The server did not take the last one.
      if (renew) forgetAccessToken(signIn);
      accessToken(signIn, tools, signal).then(
        (token) => callback(null, token),
        (error: unknown) => callback(error instanceof Error ? error : new Error('no token')),
      );
    },
  };
}

async function accessToken(
  signIn: OAuthSignIn,
  tools: Pick<ChannelTools, 'clock'>,
  signal: AbortSignal,
): Promise<string> {
  const answer = await accessTokenFor(signIn, tools, signal);
  switch (answer.kind) {
    case 'token':
      return answer.token;
    case 'refused':
      throw new NoCredentials('refused', answer.remedy);
    case 'unavailable':
      throw new NoCredentials('unavailable', answer.reason);
  }
}
