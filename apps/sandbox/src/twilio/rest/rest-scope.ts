import { timingSafeEqual } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { TwilioAccount } from '../twilio-account.js';
import type { TwilioService } from '../twilio-service.js';
import { addAccountRoutes } from './account-routes.js';
import { API_VERSION } from './api-version.js';
import { noSuchResource, refuse, twilioError, unauthenticated } from './twilio-error.js';

export interface AccountRoute {
  Params: { readonly accountSid: string };
}

/** The resources of all services, for whoever signs in with the account's SID and token (HTTP Basic). */
export function addRest(
  pages: FastifyInstance,
  accounts: readonly TwilioAccount[],
  services: readonly TwilioService[],
): void {
  void pages.register(
    (rest, _options, done) => {
      rest.addHook('onRequest', (request, reply, next) => {
        if (isSignedIn(request, accounts)) next();
        else void refuse(reply.header('www-authenticate', REALM), unauthenticated);
      });
      rest.setNotFoundHandler((request, reply) => refuse(reply, noSuchResource(request.url)));
      rest.setErrorHandler((error, _request, reply) => refuse(reply, errorOf(error)));
      addAccountRoutes(rest, accounts);
      for (const service of services) {
        void rest.register(scoped(service), { prefix: '/Accounts/:accountSid' });
      }
      done();
    },
    { prefix: `/${API_VERSION}` },
  );
}

const REALM = 'Basic realm="Twilio API"';

function scoped(service: TwilioService) {
  return (rest: FastifyInstance, _options: object, done: () => void) => {
    service.addRest(rest);
    done();
  };
}

function isSignedIn({ url, headers }: FastifyRequest, accounts: readonly TwilioAccount[]): boolean {
  const [, given = ''] = /^Basic (.+)$/i.exec(headers.authorization ?? '') ?? [];
  const [user, ...rest] = Buffer.from(given, 'base64').toString().split(':');
  const account = accounts.find(({ settings }) => settings.accountSid === user);
  if (account === undefined) return false;
  // Where the path names no account, what follows is that there is no such resource.
  const named = /\/Accounts\/([^/.?]+)/.exec(url)?.[1] ?? user;
  return (
    named === user && account.settings.authTokens.some((token) => sameText(rest.join(':'), token))
  );
}

function sameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function errorOf(error: unknown) {
  const { statusCode } = Object(error) as { readonly statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode < 500) {
    return twilioError(20001, 'The request cannot be read', statusCode);
  }
  return twilioError(20500, 'An internal server error has occurred', 500);
}
