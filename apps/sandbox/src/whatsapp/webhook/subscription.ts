import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { ProviderTools } from '../../provider.js';
import type { WhatsAppAccount } from '../whatsapp-account.js';

export type SubscriptionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'unconfirmed'; readonly reason: string };

const ANSWER_LIMIT_MS = 10_000;
const WAITS_MS = [500, 1_000, 2_000, 5_000, 15_000, 30_000];
const MAX_WORDS = 200;
const OK = 200;

/**
 * The handshake that Meta does before it calls a webhook: a GET with `hub.mode`, `hub.challenge` and
 * `hub.verify_token`, to be answered with the challenge. Nothing is brought before that.
 */
export class Subscription {
  state: SubscriptionState = { kind: 'asking' };
  readonly confirmed: Promise<void>;
  private confirm: () => void = () => undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly provider: string,
    private readonly account: WhatsAppAccount,
    private readonly tools: Pick<ProviderTools, 'door' | 'ledger'>,
  ) {
    this.confirmed = new Promise((resolve) => {
      this.confirm = resolve;
    });
  }

  /** Asks until the town confirms or the sandbox ends. */
  async ask(): Promise<void> {
    const { signal } = this.closing;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      this.state = await this.askOnce();
      if (this.state.kind === 'confirmed') {
        this.confirm();
        return;
      }
      const wait = WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)];
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  close(): void {
    this.closing.abort();
  }

  private async askOnce(): Promise<SubscriptionState> {
    const { account, provider, tools } = this;
    const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': account.settings.verifyToken,
    });
    const knock = await tools.door.knock({
      method: 'GET',
      path: `/webhooks/${account.code}?${query.toString()}`,
      ...{ headers: {}, bytes: Buffer.alloc(0), limitMs: ANSWER_LIMIT_MS },
    });
    const status = knock.kind === 'answered' ? knock.status : null;
    const words = knock.kind === 'answered' ? knock.text.slice(0, MAX_WORDS) : knock.kind;
    const facts = { what: 'handshake', status, words };
    await tools.ledger.append({ provider, kind: 'attempted', facts });
    if (status === OK && words === challenge) return { kind: 'confirmed' };
    return { kind: 'unconfirmed', reason: `${status ?? ''} ${words}`.trim() };
  }
}
