import type { LedgerLine, NewLine } from '../../ledger.js';
import type { ProviderTools } from '../../provider.js';
import type { CallBook, CallFacts } from './call-book.js';

/** Writes what happens to calls, first into the ledger and then into the book. */
export class CallLedger {
  constructor(
    private readonly provider: string,
    private readonly tools: Pick<ProviderTools, 'ledger'>,
    private readonly book: CallBook,
  ) {}

  append(line: Omit<NewLine, 'provider' | 'facts'> & { readonly facts: CallFacts }) {
    return this.write({ ...line, facts: { ...line.facts } });
  }

  misbehaved(fault: string): Promise<LedgerLine> {
    return this.write({ kind: 'misbehaved', facts: { fault } });
  }

  private async write(line: Omit<NewLine, 'provider'>): Promise<LedgerLine> {
    const written = await this.tools.ledger.append({ provider: this.provider, ...line });
    this.book.apply(written);
    return written;
  }
}
