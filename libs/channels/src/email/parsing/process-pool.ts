import { ParserChild } from './parser-child.js';
import type { ParserLimits } from './parser-limits.js';

interface Waiting {
  readonly start: (child: ParserChild) => void;
  readonly refuse: (reason: Error) => void;
}

/** Parser processes: begun when a mail needs one, reused, replaced when spent, ended when idle. */
export class ProcessPool {
  readonly #limits: ParserLimits;
  readonly #all = new Set<ParserChild>();
  readonly #idle: ParserChild[] = [];
  readonly #waiting: Waiting[] = [];
  #closed = false;
  #idleTimer: NodeJS.Timeout | null = null;

  constructor(limits: ParserLimits) {
    this.#limits = limits;
  }

  /** Lends a process, in the order of asking. An abort that comes while waiting is noticed at its turn. */
  async use<Outcome>(
    work: (child: ParserChild) => Promise<Outcome>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    signal.throwIfAborted();
    const child = await this.#take();
    try {
      signal.throwIfAborted();
      const outcome = await work(child);
      signal.throwIfAborted();
      if (this.#closed) throw closedError();
      return outcome;
    } finally {
      this.#giveBack(child);
    }
  }

  close(): void {
    this.#closed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(closedError());
    this.#endIdle();
    for (const child of this.#all) child.end();
    this.#all.clear();
  }

  async #take(): Promise<ParserChild> {
    if (this.#closed) throw closedError();
    const idle = this.#idle.pop();
    if (idle?.fresh === true) return idle;
    if (idle !== undefined) this.#end(idle);
    if (this.#all.size < this.#limits.processes) return this.#begin();
    return new Promise((start, refuse) => this.#waiting.push({ start, refuse }));
  }

  #giveBack(child: ParserChild): void {
    const usable = child.fresh && !this.#closed;
    if (!usable) this.#end(child);
    const next = this.#closed ? undefined : this.#waiting.shift();
    if (next !== undefined) next.start(usable ? child : this.#begin());
    else if (usable) this.#rest(child);
  }

  #rest(child: ParserChild): void {
    this.#idle.push(child);
    this.#idleTimer?.refresh();
    this.#idleTimer ??= setTimeout(() => this.#endIdle(), this.#limits.idleMs).unref();
  }

  #begin(): ParserChild {
    const child = new ParserChild(this.#limits);
    this.#all.add(child);
    return child;
  }

  #end(child: ParserChild): void {
    this.#all.delete(child);
    child.end();
  }

  #endIdle(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    for (const child of this.#idle.splice(0)) this.#end(child);
  }
}

function closedError(): Error {
  return new Error('The mail parser is closed.');
}
