import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { ProviderTools } from '../../provider.js';
import { listPage } from '../rest/list-page.js';
import type { AccountRoute } from '../rest/rest-scope.js';
import { noSuchResource, refuse, twilioError } from '../rest/twilio-error.js';
import { newSid } from '../sid.js';
import type { Call } from './call.js';
import type { CallBook } from './call-book.js';
import { orderFaults } from './call-faults.js';
import type { CallLedger } from './call-ledger.js';
import { callResource, callsPath } from './call-resource.js';

interface Parts extends Pick<ProviderTools, 'faults'> {
  readonly provider: string;
  readonly book: CallBook;
  readonly ledger: CallLedger;
  /** Called once a call of the town is accepted. */
  readonly ring: (call: Call) => void;
}

interface FileRoute {
  Params: AccountRoute['Params'] & { readonly file: string };
}

const CREATED = 201;
const MOST_TWIML = 4_000;
const E164 = /^\+[1-9]\d{6,14}$/;

/** The town's calls: made, listed, shown; and the recordings of those that citizens made. */
export function addCallRoutes(rest: FastifyInstance, parts: Parts): void {
  const { book } = parts;

  rest.post<AccountRoute>('/Calls.json', ({ params, body }, reply) => {
    const order = new URLSearchParams(Buffer.isBuffer(body) ? body.toString() : '');
    return makeCall(parts, params.accountSid, order, reply);
  });

  rest.get<AccountRoute>('/Calls.json', ({ params, url }, reply) => {
    const { accountSid } = params;
    const query = new URL(url, 'http://sandbox').searchParams;
    const all = book.all().filter((call) => isAskedFor(call, accountSid, query));
    const { items, envelope } = listPage(all, `${callsPath(accountSid)}.json`, query);
    return reply.send({ ...envelope, calls: items.map(callResource) });
  });

  rest.get<FileRoute>('/Calls/:file', (request, reply) => {
    const { accountSid, file } = request.params;
    const call = file.endsWith('.json') ? book.find(file.slice(0, -'.json'.length)) : null;
    return call?.accountSid === accountSid
      ? reply.send(callResource(call))
      : missing(request, reply);
  });

  rest.get<FileRoute>('/Recordings/:file', (request, reply) => {
    const { accountSid, file } = request.params;
    const recording = book.findRecording(accountSid, file.replace(/\.wav$/, ''));
    return recording === null
      ? missing(request, reply)
      : reply.type('audio/x-wav').send(recording.bytes);
  });
}

async function makeCall(
  { provider, faults, ledger, book, ring }: Parts,
  account: string,
  order: URLSearchParams,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fault = faults.take(provider, orderFaults);
  if (fault !== null) await ledger.misbehaved(fault);
  if (fault === 'calls-rate-limited') {
    return refuse(reply, twilioError(20429, 'Too Many Requests', 429));
  }
  if (fault === 'calls-error-before') return refuse(reply, unavailable);
  const [to, from, twiml] = ['To', 'From', 'Twiml'].map((name) => order.get(name) ?? '');
  if (to === undefined || !E164.test(to)) return refuse(reply, invalidTo);
  if (twiml === undefined || twiml === '' || twiml.length > MOST_TWIML) {
    return refuse(reply, invalidTwiml);
  }
  const sid = newSid('CA');
  const statusCallback = order.get('StatusCallback');
  const told = { account, sid, from: from ?? '', to, twiml, statusCallback };
  const facts = { what: 'call', direction: 'outbound-api', ...told } as const;
  await ledger.append({ kind: 'accepted', facts, raw: Buffer.from(order.toString()) });
  const call = book.find(sid);
  if (call === null) return refuse(reply, unavailable);
  const shown = callResource({ ...call, status: 'queued' });
  ring(call);
  return fault === 'calls-error-after'
    ? refuse(reply, twilioError(20500, 'An internal server error has occurred', 500))
    : reply.status(CREATED).send(shown);
}

function isAskedFor(call: Call, accountSid: string, query: URLSearchParams): boolean {
  const [to, from, status] = [query.get('To'), query.get('From'), query.get('Status')];
  return (
    call.accountSid === accountSid &&
    (to === null || call.to === to) &&
    (from === null || call.from === from) &&
    (status === null || call.status === status)
  );
}

const unavailable = twilioError(20503, 'Service unavailable', 503);
const invalidTo = twilioError(21211, "The 'To' number is not a valid phone number.");
const invalidTwiml = twilioError(
  21205,
  'Url or Twiml must be provided; Twiml has 4,000 characters.',
);

function missing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refuse(reply, noSuchResource(request.url));
}
