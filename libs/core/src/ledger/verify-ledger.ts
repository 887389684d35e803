import type { FileStore } from '../file/file-store.js';
import type { Clock } from '../time/clock.js';
import { HOUR } from '../time/instant.js';
import type { LedgerCounts, LedgerFinding, LedgerStore } from './ledger-finding.js';

export interface LedgerPorts {
  readonly ledger: LedgerStore;
  readonly files: FileStore;
  readonly clock: Clock;
}

export interface LedgerReport {
  readonly clean: boolean;
  readonly counts: LedgerCounts & { readonly files: number };
  /** At most `MAX_FINDINGS`; `findingCount` tells them all. */
  readonly findings: readonly LedgerFinding[];
  readonly findingCount: number;
}

export const MAX_FINDINGS = 1_000;

/** Proves from the tables and files that nothing was lost, doubled or half-saved. Reads only. */
export async function verifyLedger(ports: LedgerPorts): Promise<LedgerReport> {
  const findings: LedgerFinding[] = [];
  let findingCount = 0;
  const found = (finding: LedgerFinding) => {
    findingCount += 1;
    if (findings.length < MAX_FINDINGS) findings.push(finding);
  };
  for await (const finding of ports.ledger.findings(ports.clock.now())) found(finding);
  const files = await verifyFiles(ports, found);
  const counts = { ...(await ports.ledger.counts()), files };
  return { clean: findingCount === 0, counts, findings, findingCount };
}

/** Stored files are listed before the rows are read, so that a file written meanwhile is no orphan. */
async function verifyFiles(
  ports: LedgerPorts,
  found: (finding: LedgerFinding) => void,
): Promise<number> {
  const orphans = new Set<string>();
  for await (const file of ports.files.list()) {
    if (ports.clock.now() - file.storedAt > HOUR) orphans.add(file.sha256);
  }
  let count = 0;
  for await (const sha256 of ports.ledger.referencedFiles()) {
    count += 1;
    orphans.delete(sha256);
    const bytes = await ports.files.read(Buffer.from(sha256, 'hex'));
    if (bytes === null) {
      found({
        rule: 'file-present',
        subject: `file:${sha256}`,
        detail: 'is named by a row and is missing or altered',
      });
    }
  }
  for (const sha256 of orphans) {
    found({ rule: 'file-orphan', subject: `file:${sha256}`, detail: 'is named by no row' });
  }
  return count;
}
