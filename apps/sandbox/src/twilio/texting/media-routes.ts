import { createHmac, randomBytes } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { ProviderTools } from '../../provider.js';
import type { AccountRoute } from '../rest/rest-scope.js';
import { noSuchResource, refuse } from '../rest/twilio-error.js';
import type { TwilioAccount } from '../twilio-account.js';
import type { Media } from './message.js';
import type { MessageBook } from './message-book.js';
import { mediaFaults } from './message-faults.js';
import type { MessageLedger } from './message-ledger.js';
import { mediaResource } from './message-resource.js';

interface Parts extends Pick<ProviderTools, 'faults'> {
  readonly provider: string;
  readonly book: MessageBook;
  readonly ledger: MessageLedger;
  readonly accounts: readonly TwilioAccount[];
}

interface MediaRoute {
  Params: AccountRoute['Params'] & { readonly messageSid: string; readonly file: string };
}
interface StoreRoute {
  Params: { readonly accountSid: string; readonly sid: string };
  Querystring: { readonly signature?: string; readonly expires?: string };
}
interface PictureRoute {
  Params: { readonly accountSid: string; readonly sid: string };
}

const TEMPORARY_REDIRECT = 307;
const BAD_REQUEST = 400;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const STORED_FOR_MS = 4 * 60 * 60 * 1_000;
/** What a browser may show in the page; anything else could be a page itself. */
const SHOWN_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** Pictures: described and signed for below the account, their bytes in a store that is told no password. */
export class MediaRoutes {
  private readonly storeKey = randomBytes(32);

  constructor(private readonly parts: Parts) {}

  addRest(rest: FastifyInstance): void {
    rest.get<MediaRoute>('/Messages/:messageSid/Media/:file', async (request, reply) => {
      const { accountSid, messageSid, file } = request.params;
      const media = this.parts.book.findMedia(accountSid, file.replace(/\.json$/, ''));
      if (media?.messageSid !== messageSid) return this.missing(request, reply);
      if (file.endsWith('.json')) return reply.send(mediaResource(media));
      const { provider, faults, ledger } = this.parts;
      const fault = faults.take(provider, mediaFaults);
      if (fault !== null) await ledger.misbehaved(fault);
      if (fault !== null) return this.missing(request, reply);
      return reply.status(TEMPORARY_REDIRECT).header('location', this.placeOf(media)).send();
    });
  }

  addPages(pages: FastifyInstance): void {
    pages.get<StoreRoute>('/media/:accountSid/:sid', ({ params, query, headers }, reply) => {
      // As the store behind the API does: an address that is signed needs no second proof.
      if (headers.authorization !== undefined) {
        return reply.status(BAD_REQUEST).send('Only one way of signing in is allowed');
      }
      const { accountSid, sid } = params;
      const { signature, expires = '' } = query;
      const isOpen = signature === this.signatureOf(sid, expires) && Number(expires) > Date.now();
      if (!isOpen) return reply.status(FORBIDDEN).send('The address has expired');
      return sendBytes(reply, this.parts.book.findMedia(accountSid, sid));
    });
    pages.get<PictureRoute>('/pictures/:accountSid/:sid', ({ params }, reply) => {
      const media = this.parts.book.findMedia(params.accountSid, params.sid);
      return sendBytes(reply, media !== null && isShown(media) ? media : null);
    });
  }

  private placeOf({ accountSid, sid }: Media): string {
    const account = this.parts.accounts.find(({ settings }) => settings.accountSid === accountSid);
    const expires = String(Date.now() + STORED_FOR_MS);
    const query = new URLSearchParams({ expires, signature: this.signatureOf(sid, expires) });
    const base = account?.settings.apiBaseUrl ?? '';
    return `${base}/media/${accountSid}/${sid}?${query.toString()}`;
  }

  private signatureOf(sid: string, expires: string): string {
    return createHmac('sha256', this.storeKey).update(`${sid} ${expires}`).digest('hex');
  }

  private missing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return refuse(reply, noSuchResource(request.url));
  }
}

export function isShown({ contentType, bytes }: Media): boolean {
  return bytes !== null && SHOWN_TYPES.includes(contentType);
}

function sendBytes(reply: FastifyReply, media: Media | null): FastifyReply {
  if (media === null || media.bytes === null) return reply.status(NOT_FOUND).send('Not found');
  return reply
    .type(media.contentType)
    .header('content-disposition', isShown(media) ? 'inline' : 'attachment')
    .send(media.bytes);
}
