import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { ProviderTools } from '../../provider.js';
import { listPage } from '../rest/list-page.js';
import type { AccountRoute } from '../rest/rest-scope.js';
import { noSuchResource, refuse, twilioError } from '../rest/twilio-error.js';
import { listFilter } from './list-filter.js';
import type { MessageBook } from './message-book.js';
import { listFaults } from './message-faults.js';
import type { MessageLedger } from './message-ledger.js';
import { mediaResource, messageResource, messagesPath } from './message-resource.js';

interface Parts extends Pick<ProviderTools, 'faults'> {
  readonly provider: string;
  readonly book: MessageBook;
  readonly ledger: MessageLedger;
}

interface FileRoute {
  Params: AccountRoute['Params'] & { readonly file: string };
}
interface MediaListRoute {
  Params: AccountRoute['Params'] & { readonly messageSid: string };
}

/** Reading: one message, lists of messages, what lies with a message. */
export function addMessageRoutes(
  rest: FastifyInstance,
  { provider, book, ledger, faults }: Parts,
): void {
  rest.get<AccountRoute>('/Messages.json', async (request, reply) => {
    const fault = faults.take(provider, listFaults);
    if (fault !== null) {
      await ledger.misbehaved(fault);
      return refuse(reply, twilioError(20503, 'Service unavailable', 503));
    }
    const { accountSid } = request.params;
    const query = queryOf(request);
    const all = book.ofAccount(accountSid).filter(listFilter(query));
    const { items, envelope } = listPage(all, `${messagesPath(accountSid)}.json`, query);
    return reply.send({ ...envelope, messages: items.map(messageResource) });
  });

  rest.get<FileRoute>('/Messages/:file', (request, reply) => {
    const { accountSid, file } = request.params;
    const message = book.find(accountSid, sidOf(file));
    return message === null ? missing(request, reply) : reply.send(messageResource(message));
  });

  rest.get<MediaListRoute>('/Messages/:messageSid/Media.json', (request, reply) => {
    const { accountSid, messageSid } = request.params;
    if (book.find(accountSid, messageSid) === null) return missing(request, reply);
    const path = `${messagesPath(accountSid)}/${messageSid}/Media.json`;
    const { items, envelope } = listPage(book.mediaOf(messageSid), path, queryOf(request));
    return reply.send({ ...envelope, media_list: items.map(mediaResource) });
  });
}

/** Query as it was sent: `DateSent>` is a name, and values repeat. */
function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URL(url, 'http://sandbox').searchParams;
}

/** `SM….json`: other representations are not played. */
function sidOf(file: string): string {
  return file.endsWith('.json') ? file.slice(0, -'.json'.length) : '';
}

function missing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refuse(reply, noSuchResource(request.url));
}
