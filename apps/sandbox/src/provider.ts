import type { FastifyInstance } from 'fastify';

import type { FaultBoard, FaultKind } from './fault-board.js';
import type { Ledger } from './ledger.js';
import type { SandboxedAccount } from './order.js';
import type { TownDoor } from './town-door.js';

/** A provider that the sandbox plays: what stands between a citizen and one channel of the town. */
export interface Provider {
  /** The channel whose accounts it serves. */
  readonly channel: string;
  /** Its name in addresses of pages and in the ledger. */
  readonly code: string;
  readonly title: string;
  /** How it can be told to misbehave. */
  readonly faults: readonly FaultKind[];
  open(account: SandboxedAccount, tools: ProviderTools): Promise<OpenProvider>;
}

export interface ProviderTools {
  readonly ledger: Ledger;
  readonly faults: FaultBoard;
  readonly door: TownDoor;
  readonly smtpPort: number;
}

/** Its pages lie below `/{code}`. */
export interface OpenProvider {
  addPages(pages: FastifyInstance): void;
  /** What was minted before the last end and had not arrived; called once the pages are there. */
  resume(): void;
  close(): Promise<void>;
}
