import type { FastifyInstance } from 'fastify';

import type { LedgerLine } from '../../ledger.js';
import type { ProviderTools } from '../../provider.js';
import type { TownWebhooks } from '../town-webhooks.js';
import type { TwilioAccount } from '../twilio-account.js';
import type { TwilioService } from '../twilio-service.js';
import { CitizenTexts, type WrittenText } from './citizen-texts.js';
import { MediaRoutes } from './media-routes.js';
import type { Message } from './message.js';
import { MessageBook } from './message-book.js';
import { MessageLedger } from './message-ledger.js';
import { addMessageRoutes } from './message-routes.js';
import { SendRoute } from './send-route.js';
import { StatusCourse } from './status-course.js';

const MOST_UNFINISHED = 200;

export interface TextingParts {
  readonly provider: string;
  readonly accounts: readonly TwilioAccount[];
  readonly tools: ProviderTools;
  readonly webhooks: TownWebhooks;
}

/** Texts and picture messages, both ways. */
export class Texting implements TwilioService {
  readonly book = new MessageBook();
  readonly links = [];
  private readonly ledger: MessageLedger;
  private readonly citizens: CitizenTexts;
  private readonly course: StatusCourse;
  private readonly media: MediaRoutes;

  constructor(private readonly parts: TextingParts) {
    const { provider, tools, webhooks } = parts;
    const { book } = this;
    this.ledger = new MessageLedger(provider, tools, book);
    this.course = new StatusCourse(provider, tools, this.ledger, webhooks);
    this.media = new MediaRoutes({ ...this.shared(), accounts: parts.accounts });
    const { door } = tools;
    this.citizens = new CitizenTexts({ ...this.shared(), webhooks, door });
  }

  recall(line: LedgerLine): void {
    this.book.apply(line);
  }

  addRest(rest: FastifyInstance): void {
    const { accounts } = this.parts;
    const begin = (account: TwilioAccount, message: Message) => this.runCourse(account, message);
    new SendRoute({ ...this.shared(), accounts, begin }).addRest(rest);
    addMessageRoutes(rest, this.shared());
    this.media.addRest(rest);
  }

  addPages(pages: FastifyInstance): void {
    this.media.addPages(pages);
  }

  /** A citizen sends a text to the account's number. */
  write(account: TwilioAccount, text: WrittenText): Promise<void> {
    return this.citizens.write(account, text);
  }

  resume(): void {
    for (const account of this.parts.accounts) {
      const messages = this.book.ofAccount(account.settings.accountSid).toReversed();
      const onTheirWay = messages.filter(isOnItsWay).slice(-MOST_UNFINISHED);
      for (const message of onTheirWay) this.citizens.resume(account, message);
      const unfinished = messages.filter(isUnfinished).slice(-MOST_UNFINISHED);
      for (const message of unfinished) this.runCourse(account, message);
    }
  }

  private runCourse(account: TwilioAccount, message: Message): void {
    // Fails only when the ledger is closed: the next start goes on.
    void this.course.run(account, message).catch(() => undefined);
  }

  private shared() {
    const { provider, tools } = this.parts;
    return { provider, faults: tools.faults, book: this.book, ledger: this.ledger };
  }
}

function isOnItsWay({ direction, way }: Message): boolean {
  return direction === 'inbound' && way.kind === 'on-its-way';
}

function isUnfinished({ direction, status }: Message): boolean {
  return direction === 'outbound-api' && ['accepted', 'queued', 'sent'].includes(status);
}
