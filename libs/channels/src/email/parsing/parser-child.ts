import { type ChildProcess, fork } from 'node:child_process';

import { type ParserAnswer, type ParserJob, type ParserReply, READY } from './parser-job.js';
import type { ParserLimits } from './parser-limits.js';
import { parserProgram } from './parser-program.js';
import { residentMemory } from './resident-memory.js';

/** `died`: by the mail, by a limit, or by somebody else's hand. */
export type ChildOutcome =
  | { readonly kind: 'answered'; readonly answer: ParserAnswer }
  | { readonly kind: 'died'; readonly ofTime: boolean };

const MEMORY_CHECK_MS = 200;

/**
 * One parser process. It keeps nobody alive while it rests, knows nothing of our environment, and
 * ends when we do.
 */
export class ParserChild {
  readonly #process: ChildProcess;
  readonly #limits: ParserLimits;
  #hasStarted = false;
  #mails = 0;
  #residentBytes = 0;

  constructor(limits: ParserLimits) {
    const { path, nodeArguments } = parserProgram();
    this.#limits = limits;
    this.#process = fork(path, [], {
      execArgv: [...nodeArguments],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#process.on('error', () => this.end());
    this.#process.once('message', () => (this.#hasStarted = true));
    this.#rest();
  }

  /** Whether it may read another mail. */
  get fresh(): boolean {
    const { mailsPerProcess, restingBytes } = this.#limits;
    return this.#lives() && this.#mails < mailsPerProcess && this.#residentBytes < restingBytes;
  }

  /** One at a time. An abort kills the process: there is no other way to make it stop. */
  async ask(job: ParserJob, signal: AbortSignal): Promise<ChildOutcome> {
    this.#mails += 1;
    this.#process.ref();
    this.#process.channel?.ref();
    try {
      return await this.#answer(job, signal);
    } finally {
      this.#rest();
    }
  }

  end(): void {
    this.#process.kill('SIGKILL');
  }

  #answer(job: ParserJob, signal: AbortSignal): Promise<ChildOutcome> {
    const child = this.#process;
    return new Promise((resolve) => {
      let ofTime = false;
      const stop = () => this.end();
      const { startMs, timeMs } = this.#limits;
      const killAfter = (ms: number, mailIsSlow: boolean) =>
        setTimeout(() => {
          ofTime = mailIsSlow;
          stop();
        }, ms);
      let timer = this.#hasStarted ? killAfter(timeMs, true) : killAfter(startMs, false);
      const memory = setInterval(() => this.#checkMemory(), MEMORY_CHECK_MS);
      const settle = (outcome: ChildOutcome) => {
        clearTimeout(timer);
        clearInterval(memory);
        signal.removeEventListener('abort', stop);
        child.off('message', onReply).off('exit', onExit);
        resolve(outcome);
      };
      const onReply = (reply: ParserReply | typeof READY) => {
        if (reply === READY) {
          clearTimeout(timer);
          timer = killAfter(timeMs, true);
          return;
        }
        this.#residentBytes = reply.residentBytes;
        settle({ kind: 'answered', answer: reply.answer });
      };
      const onExit = () => settle({ kind: 'died', ofTime });
      child.on('message', onReply).on('exit', onExit);
      signal.addEventListener('abort', stop);
      if (!this.#lives()) onExit();
      else child.send(job, (error) => error !== null && stop());
    });
  }

  #lives(): boolean {
    const { connected, exitCode, signalCode, killed } = this.#process;
    return connected && exitCode === null && signalCode === null && !killed;
  }

  #checkMemory(): void {
    const { pid } = this.#process;
    const bytes = pid === undefined ? null : residentMemory(pid);
    if (bytes !== null && bytes > this.#limits.readingBytes) this.end();
  }

  #rest(): void {
    this.#process.unref();
    this.#process.channel?.unref();
  }
}
