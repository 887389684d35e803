import { AsyncLocalStorage } from 'node:async_hooks';

/** Who holds the connection, for as long as it does. */
export interface GatePass {
  /** Set once the connection was given back: what runs on afterwards must queue again. */
  ended: boolean;
}

/**
 * A pool of size one. SQLite has one connection, and statements of somebody else between BEGIN and
 * COMMIT would be committed or rolled back with it; so everybody passes here, in order of arrival.
 */
export class ConnectionGate {
  private taken = false;
  private readonly waiting: (() => void)[] = [];
  private readonly holders = new AsyncLocalStorage<GatePass>();

  /** Resolves when the connection is the caller's; it must be given back by `leave`. */
  async enter(): Promise<void> {
    this.refuseSelfDeadlock();
    if (!this.taken) {
      this.taken = true;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.taken = false;
    else next();
  }

  /** Runs `work` with the connection in hand. */
  async hold<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.enter();
    try {
      return await this.asHolder(work);
    } finally {
      this.leave();
    }
  }

  /** Marks everything that `work` starts as inside: it must not ask for the connection again. */
  async asHolder<Value>(work: () => Promise<Value>): Promise<Value> {
    const pass: GatePass = { ended: false };
    try {
      return await this.holders.run(pass, work);
    } finally {
      pass.ended = true;
    }
  }

  private refuseSelfDeadlock(): void {
    const pass = this.holders.getStore();
    if (pass === undefined || pass.ended) return;
    throw new Error(
      'A statement inside a transaction asked for the connection again and would wait for itself: ' +
        'use the session that the transaction hands over.',
    );
  }
}
