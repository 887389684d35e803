import type { FastifyInstance } from 'fastify';

import type { LedgerLine } from '../../ledger.js';
import type { ProviderTools } from '../../provider.js';
import type { TownWebhooks } from '../town-webhooks.js';
import type { TwilioAccount } from '../twilio-account.js';
import type { TwilioService } from '../twilio-service.js';
import type { Call } from './call.js';
import { CallBook } from './call-book.js';
import { phoneFaults } from './call-faults.js';
import { CallLedger } from './call-ledger.js';
import { CALLS_PATH } from './call-page.js';
import { addCallPages } from './call-pages.js';
import { addCallRoutes } from './call-routes.js';
import { PhoneLine } from './phone-line.js';

export interface VoiceParts {
  readonly provider: string;
  readonly accounts: readonly TwilioAccount[];
  readonly tools: ProviderTools;
  readonly webhooks: TownWebhooks;
}

/** Calls, both ways. */
export class Voice implements TwilioService {
  readonly book = new CallBook();
  readonly links: TwilioService['links'];
  private readonly ledger: CallLedger;
  private readonly line: PhoneLine;

  constructor(private readonly parts: VoiceParts) {
    const { provider, tools, accounts, webhooks } = parts;
    const { book } = this;
    const link = { path: CALLS_PATH, title: 'Call the town, or answer its calls' };
    this.links = accounts.length === 0 ? [] : [link];
    this.ledger = new CallLedger(provider, tools, book);
    this.line = new PhoneLine({ accounts, book, ledger: this.ledger, webhooks });
  }

  recall(line: LedgerLine): void {
    this.book.apply(line);
  }

  addRest(rest: FastifyInstance): void {
    const { provider, tools } = this.parts;
    const { book, ledger } = this;
    const ring = (call: Call) => this.ring(call);
    addCallRoutes(rest, { provider, faults: tools.faults, book, ledger, ring });
  }

  addPages(pages: FastifyInstance): void {
    const [phone] = this.parts.accounts;
    const { book, line } = this;
    if (phone !== undefined) addCallPages(pages, { phone, book, line, tools: this.parts.tools });
  }

  /** A call does not outlive the phones that it is made with. */
  resume(): void {
    for (const call of this.book.ongoing()) void this.quietly(this.line.hangUp(call));
  }

  private ring(call: Call): void {
    const { provider, tools } = this.parts;
    const fault = tools.faults.take(provider, phoneFaults);
    if (fault === null) return;
    const status = fault === 'calls-busy' ? 'busy' : 'no-answer';
    void this.quietly(this.ledger.misbehaved(fault).then(() => this.line.leave(call, status)));
  }

  /** Fails only when the ledger is closed. */
  private async quietly(work: Promise<unknown>): Promise<void> {
    await work.catch(() => undefined);
  }
}
