import { setTimeout as pause } from 'node:timers/promises';

import type { LedgerLine } from '../../ledger.js';
import type { ProviderTools } from '../../provider.js';
import type { WhatsAppAccount } from '../whatsapp-account.js';
import { metaSignature } from './meta-signature.js';
import { waitForNextTry } from './retry-schedule.js';

/** How bringing something to the town ended. */
export type Ending = 'arrived' | 'given-up';

export interface PostParts {
  readonly provider: string;
  readonly account: WhatsAppAccount;
  readonly tools: Pick<ProviderTools, 'door' | 'ledger'>;
  /** The bytes of one call about these lines: the same for the same lines. */
  readonly bodyOf: (lines: readonly LedgerLine[]) => Buffer;
  readonly settle: (line: LedgerLine, ending: Ending) => void;
}

const ANSWER_LIMIT_MS = 10_000;
const MAX_WORDS = 300;
const OK = 200;

/**
 * Brings what was minted to the town's webhook, signed: in the order in which it was minted at first,
 * then each call by itself until it is answered with 200, for seven days. What the town says to every
 * try lies in the ledger.
 */
export class WebhookPost {
  private last: Promise<unknown>;
  private readonly closing = new AbortController();

  /** @param ready when the first call may be made. */
  constructor(
    private readonly parts: PostParts,
    ready: Promise<unknown>,
  ) {
    this.last = ready;
  }

  /** One call about all of them. Resolves with the first try, whatever the answer is. */
  async call(lines: readonly LedgerLine[]): Promise<void> {
    const body = this.parts.bodyOf(lines);
    const tried = this.last.then(() => this.attempt(lines, body));
    this.last = tried.catch(() => undefined);
    if (!(await tried)) void this.retry(lines, body).catch(() => undefined);
  }

  /** The same call once more, as happens when an answer gets lost. */
  async repeat(lines: readonly LedgerLine[]): Promise<void> {
    await this.attempt(lines, this.parts.bodyOf(lines));
  }

  close(): void {
    this.closing.abort();
  }

  private async retry(lines: readonly LedgerLine[], body: Buffer): Promise<void> {
    const mintedAt = Math.min(...lines.map(({ at }) => Date.parse(at)));
    const { signal } = this.closing;
    while (!signal.aborted) {
      const wait = waitForNextTry(mintedAt, Date.now());
      if (wait === null) return this.end(lines, 'given-up');
      await pause(wait, undefined, { signal });
      if (await this.attempt(lines, body)) return;
    }
  }

  private async attempt(lines: readonly LedgerLine[], bytes: Buffer): Promise<boolean> {
    if (this.closing.signal.aborted) return false;
    const { account, provider, tools } = this.parts;
    const [secret = ''] = account.settings.appSecrets;
    const knock = await tools.door.knock({
      path: `/webhooks/${account.code}`,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': metaSignature(bytes, secret),
      },
      ...{ bytes, limitMs: ANSWER_LIMIT_MS },
    });
    const status = knock.kind === 'answered' ? knock.status : null;
    const words = knock.kind === 'answered' ? knock.text.slice(0, MAX_WORDS) : knock.kind;
    const facts = { status, words, lines: lines.map(({ id }) => id).join(' ') };
    await tools.ledger.append({ provider, kind: 'attempted', about: lines[0]?.id ?? '', facts });
    if (status !== OK) return false;
    await this.end(lines, 'arrived');
    return true;
  }

  private async end(lines: readonly LedgerLine[], answer: Ending): Promise<void> {
    const { provider, settle, tools } = this.parts;
    for (const line of lines) {
      settle(line, answer);
      const facts = { answer };
      await tools.ledger.append({ provider, kind: 'handed-over', about: line.id, facts });
    }
  }
}
