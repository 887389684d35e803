import type { FastifyInstance, FastifyReply } from 'fastify';

import type { ProviderTools } from '../../provider.js';
import type { AccountRoute } from '../rest/rest-scope.js';
import { refuse, type TwilioError, twilioError, unauthenticated } from '../rest/twilio-error.js';
import { newSid } from '../sid.js';
import type { TwilioAccount } from '../twilio-account.js';
import type { Message } from './message.js';
import type { MessageBook } from './message-book.js';
import { lostAnswers, type Refusal, refusals } from './message-faults.js';
import type { MessageLedger } from './message-ledger.js';
import { messageResource } from './message-resource.js';
import { readOrder, type TextOrder, unsubscribed } from './read-order.js';

interface Parts extends Pick<ProviderTools, 'faults'> {
  readonly provider: string;
  readonly book: MessageBook;
  readonly ledger: MessageLedger;
  readonly accounts: readonly TwilioAccount[];
  /** Called once the text is accepted. */
  begin(account: TwilioAccount, message: Message): void;
}

const CREATED = 201;
const RETRY_AFTER_SECONDS = 2;

/** `POST Messages.json`: the town sends a text. */
export class SendRoute {
  constructor(private readonly parts: Parts) {}

  addRest(rest: FastifyInstance): void {
    rest.post<AccountRoute>('/Messages.json', async ({ params, body }, reply) => {
      const { accounts } = this.parts;
      const account = accounts.find(({ settings }) => settings.accountSid === params.accountSid);
      const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      if (account === undefined) return refuse(reply, unauthenticated);
      return this.send(account, raw, reply);
    });
  }

  private async send(
    account: TwilioAccount,
    raw: Buffer,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const read = readOrder(new URLSearchParams(raw.toString()), account);
    const to = read.kind === 'order' ? read.order.to : '';
    const told = await this.refusalByFault();
    if (told !== null) return this.refuse(reply, told, to, raw);
    if (read.kind === 'refused') return this.refuse(reply, read.error, to, raw);
    if (this.parts.book.isOptedOut(account.settings.accountSid, to)) {
      return this.refuse(reply, unsubscribed(), to, raw);
    }
    return this.accept(account, read.order, raw, reply);
  }

  private async refusalByFault(): Promise<TwilioError | null> {
    const { provider, faults, ledger } = this.parts;
    const fault = faults.take(provider, refusals);
    if (fault === null) return null;
    await ledger.misbehaved(fault);
    return errorOf(fault);
  }

  private async refuse(
    reply: FastifyReply,
    error: TwilioError,
    to: string,
    raw: Buffer,
  ): Promise<FastifyReply> {
    const { code, status: httpStatus, message: words } = error;
    const facts = { what: 'refusal', to, code, httpStatus, words } as const;
    await this.parts.ledger.append({ kind: 'refused', facts, raw });
    return refuse(reply, error);
  }

  private async accept(
    account: TwilioAccount,
    order: TextOrder,
    raw: Buffer,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { provider, faults, ledger, book } = this.parts;
    const { mediaUrls, ...text } = order;
    const { accountSid } = account.settings;
    const sid = newSid(mediaUrls.length > 0 ? 'MM' : 'SM');
    const line = await ledger.text(
      'accepted',
      {
        ...{ ...text, account: accountSid, sid, direction: 'outbound-api' },
        ...{ numMedia: mediaUrls.length, optOutType: null, createdAt: new Date().toISOString() },
      },
      raw,
    );
    const message = book.find(accountSid, sid);
    const resource = message === null ? null : messageResource(message);
    if (message !== null) this.parts.begin(account, message);
    const fault = faults.take(provider, lostAnswers);
    if (fault !== null) await ledger.misbehaved(fault, line.id);
    switch (fault) {
      case null:
        return reply.status(CREATED).send(resource);
      case 'error-after':
        return refuse(reply, errorOf('error-after'));
      case 'withhold':
        // The connection stays open and silent.
        return reply.hijack();
    }
  }
}

function errorOf(fault: Refusal | 'error-after'): TwilioError {
  const tooMany = twilioError(20429, 'Too Many Requests', 429);
  switch (fault) {
    case 'rate-limited':
      return tooMany;
    case 'rate-limited-later':
      return { ...tooMany, retryAfterSeconds: RETRY_AFTER_SECONDS };
    case 'error-before':
      return twilioError(20503, 'Service unavailable', 503);
    case 'error-after':
      return twilioError(20500, 'An internal server error has occurred', 500);
    case 'credentials':
      return unauthenticated;
    case 'unverified':
      return twilioError(
        21608,
        'The number is unverified. Trial accounts cannot send messages to unverified numbers.',
      );
    case 'landline':
      return twilioError(21614, "'To' number is not a valid mobile number");
  }
}
