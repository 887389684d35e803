import { createHash } from 'node:crypto';

import type { LedgerLine, NewLine } from '../../ledger.js';
import type { ProviderTools } from '../../provider.js';
import type { MessageBook } from './message-book.js';
import type { MessageFacts, TextFacts } from './message-lines.js';

/** A text before it lies in the ledger. */
export type NewText = Omit<TextFacts, 'what' | 'bodyHash'>;

interface Written {
  readonly kind: NewLine['kind'];
  readonly facts: MessageFacts;
  readonly about?: string;
  readonly raw?: Buffer;
}

/** Writes what happens to texts, first into the ledger and then into the book. */
export class MessageLedger {
  constructor(
    private readonly provider: string,
    private readonly tools: Pick<ProviderTools, 'ledger'>,
    private readonly book: MessageBook,
  ) {}

  /** @returns the line; the book has the text then. */
  text(kind: 'accepted' | 'minted', text: NewText, raw?: Buffer): Promise<LedgerLine> {
    const bodyHash = createHash('sha256').update(text.body).digest('hex');
    const facts = { what: 'text', ...text, bodyHash } as const;
    return this.append({ kind, facts, ...(raw !== undefined && { raw }) });
  }

  append(written: Written): Promise<LedgerLine> {
    return this.write({ ...written, facts: { ...written.facts } });
  }

  misbehaved(fault: string, about?: string): Promise<LedgerLine> {
    const facts = { fault };
    return this.write({ kind: 'misbehaved', facts, ...(about !== undefined && { about }) });
  }

  private async write(line: Omit<NewLine, 'provider'>): Promise<LedgerLine> {
    const written = await this.tools.ledger.append({ provider: this.provider, ...line });
    this.book.apply(written);
    return written;
  }
}
