import type { FastifyInstance } from 'fastify';

import type { LedgerLine } from '../ledger.js';
import type { Place } from '../web/page.js';

/** One product of the provider: texting, calls. */
export interface TwilioService {
  /** One line of the ledger at the start, oldest first; lines of other services are passed over. */
  recall(line: LedgerLine): void;
  /** Its resources below `/twilio/2010-04-01/Accounts/:accountSid`: only who signed in gets there. */
  addRest(rest: FastifyInstance): void;
  /** Its pages and what needs no sign-in, below `/twilio`. */
  addPages(pages: FastifyInstance): void;
  /** What a person finds on the phone's page, besides texts. */
  readonly links: readonly Place[];
  /** Goes on with what had not come to an end. */
  resume(): void;
}
