import { randomUUID } from 'node:crypto';

import type { ProviderTools } from '../provider.js';
import type { Knock } from '../town-door.js';
import {
  type ConnectionOverrides,
  connectionOverrides,
  type RetryReason,
} from './connection-overrides.js';
import { signatureOf } from './signature.js';
import type { TwilioAccount } from './twilio-account.js';

/** HTTP retrieval failure: what the fallback address is told about the first one. */
const RETRIEVAL_FAILURE = '11200';
const MAX_WORDS = 300;

export interface WebhookCall {
  readonly account: TwilioAccount;
  /** As the town gave it; the request itself never leaves this machine. */
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The line of the ledger that it tells the town about. */
  readonly about: string;
}

/** Signed forms to the town, each attempt on the ledger with what the town answered. */
export class TownWebhooks {
  constructor(
    private readonly provider: string,
    private readonly tools: Pick<ProviderTools, 'door' | 'ledger'>,
  ) {}

  /** Whatever comes of it, nothing comes again later: that is how the provider does it. */
  async call(call: WebhookCall): Promise<Knock> {
    const overrides = connectionOverrides(call.account.settings.webhookOverrides);
    const token = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const knock = await this.attempt(call, { attempt, token }, overrides.readLimitMs);
      const isLast = attempt > overrides.retries || this.tools.door.ending.aborted;
      if (isLast || !comesAgain(knock, overrides)) return knock;
    }
  }

  /** As `call`, and then to the fallback address where the account has one. */
  async callOrFallBack(call: WebhookCall): Promise<Knock> {
    const knock = await this.call(call);
    const { fallbackUrl } = call.account.settings;
    const hasIt = knock.kind === 'answered' && knock.status < 400;
    if (hasIt || fallbackUrl === null || fallbackUrl === undefined) return knock;
    const failure = { ErrorCode: RETRIEVAL_FAILURE, ErrorUrl: call.url };
    const parameters = { ...call.parameters, ...failure };
    return this.call({ ...call, url: fallbackUrl, parameters });
  }

  private async attempt(
    { account, url, parameters, about }: WebhookCall,
    { attempt, token }: { readonly attempt: number; readonly token: string },
    limitMs: number,
  ): Promise<Knock> {
    const { pathname, search } = new URL(url);
    const knock = await this.tools.door.knock({
      path: `${pathname}${search}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'i-twilio-idempotency-token': token,
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': signatureOf(account.settings.authTokens[0] ?? '', url, parameters),
      },
      bytes: Buffer.from(new URLSearchParams(parameters).toString()),
      limitMs,
    });
    if (!this.tools.door.ending.aborted) await this.note(knock, { attempt, url, about });
    return knock;
  }

  private async note(
    knock: Knock,
    { about, ...facts }: { readonly attempt: number; readonly url: string; readonly about: string },
  ): Promise<void> {
    const answered = knock.kind === 'answered';
    const status = answered ? knock.status : null;
    const words = answered ? knock.text.slice(0, MAX_WORDS) : null;
    await this.tools.ledger.append({
      ...{ provider: this.provider, kind: 'attempted', about },
      facts: { ...facts, answer: knock.kind, status, words },
    });
  }
}

function comesAgain(knock: Knock, { retriesOn }: ConnectionOverrides): boolean {
  const reason = reasonOf(knock);
  return reason !== null && retriesOn.includes(reason);
}

function reasonOf(knock: Knock): RetryReason | null {
  switch (knock.kind) {
    case 'unreached':
      return 'ct';
    case 'silent':
      return 'rt';
    case 'answered':
      if (knock.status >= 500) return '5xx';
      return knock.status >= 400 ? '4xx' : null;
  }
}
