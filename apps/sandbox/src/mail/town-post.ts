import { setTimeout as pause } from 'node:timers/promises';

import type { LedgerLine } from '../ledger.js';
import type { ProviderTools } from '../provider.js';
import { receivedMark } from './compose.js';
import type { MailAccount } from './mail-account.js';
import { wayFaults } from './mail-faults.js';
import type { Mailbox, Way } from './mailbox.js';

const WAITS_MS = [500, 2_000, 5_000, 15_000, 60_000];

/** Carries mail to the town as a relay does: again and again while the town is away. */
export class TownPost {
  private readonly closing = new AbortController();

  constructor(
    private readonly provider: string,
    private readonly account: MailAccount,
    private readonly tools: Pick<ProviderTools, 'door' | 'faults' | 'ledger'>,
    private readonly mailbox: Mailbox,
  ) {}

  /** Resolves when the town took or refused it, or the sandbox ends. */
  async carry(line: LedgerLine): Promise<void> {
    const { ledger, faults } = this.tools;
    const raw = Buffer.from(line.raw ?? '', 'base64');
    const way = await this.untilAnswered(raw);
    if (way === null) return;
    this.mailbox.settle(line.id, way);
    const again = way.kind === 'arrived' ? faults.take(this.provider, wayFaults) : null;
    if (again !== null) await this.untilAnswered(overAnotherRelay(raw));
    const { provider } = this;
    const reason = way.kind === 'refused' ? way.reason : null;
    const facts = { answer: way.kind, reason, copies: again === null ? 1 : 2 };
    await ledger.append({ provider, kind: 'handed-over', about: line.id, facts });
  }

  close(): void {
    this.closing.abort();
  }

  private async untilAnswered(bytes: Buffer): Promise<Way | null> {
    const { code, settings } = this.account;
    const [secret = ''] = settings.inboundSecrets;
    for (let attempt = 0; !this.closing.signal.aborted; attempt += 1) {
      const body = { contentType: 'message/rfc822', bytes };
      const said = await this.tools.door.post(code, secret, body);
      switch (said.kind) {
        case 'taken':
          return { kind: 'arrived' };
        case 'refused':
          return { kind: 'refused', reason: said.reason };
        case 'away':
          await this.rest(WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)]);
      }
    }
    return null;
  }

  private async rest(milliseconds: number | undefined): Promise<void> {
    const { signal } = this.closing;
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

function overAnotherRelay(raw: Buffer): Buffer {
  const mark = receivedMark('second-relay.sandbox.example', new Date());
  return Buffer.concat([Buffer.from(`${mark}\r\n`), raw]);
}
