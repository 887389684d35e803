import type { FastifyInstance } from 'fastify';

import type { FaultBoard, FaultKind } from './fault-board.js';
import type { Ledger } from './ledger.js';
import type { SandboxedAccount } from './order.js';
import type { TownDoor } from './town-door.js';
import type { Place } from './web/page.js';

/** A provider that the sandbox plays: what stands between a citizen and some channels of the town. */
export interface Provider {
  /** The channels whose accounts it serves. */
  readonly channels: readonly string[];
  /** Its name in addresses of pages and in the ledger. */
  readonly code: string;
  readonly title: string;
  /** What a newcomer can do on its pages, in one sentence. */
  readonly summary: string;
  /** How it can be told to misbehave. */
  readonly faults: readonly FaultKind[];
  /** @param accounts of its channels, at least one. */
  open(accounts: readonly SandboxedAccount[], tools: ProviderTools): Promise<OpenProvider>;
}

export interface ProviderTools {
  readonly ledger: Ledger;
  readonly faults: FaultBoard;
  readonly door: TownDoor;
  readonly smtpPort: number;
  /** What the bar on top of each page leads to. */
  readonly places: readonly Place[];
}

/** Its pages, and what programs call, lie below `/{code}`. */
export interface OpenProvider {
  addPages(pages: FastifyInstance): void;
  /** What was minted before the last end and had not arrived; called once the pages are there. */
  resume(): void;
  close(): Promise<void>;
}
