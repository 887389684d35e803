import { promises as dns } from 'node:dns';

import type { Clock } from '#core/time/clock';

/** As `dns.promises.resolve`: rejects with `ENOTFOUND` or `ENODATA` for what is not there. */
export type ResolveName = (name: string, type: string) => Promise<string[] | string[][]>;

interface Answer {
  readonly records: Promise<string[] | string[][]>;
  until: number;
}

const KEPT_MS = 300_000;
/** Of a name server that does not answer: asked again soon, and not for every mail meanwhile. */
const FAILED_KEPT_MS = 30_000;
const MOST_NAMES = 2_000;
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

/** Answers of the DNS, kept for a while: a town gets many mails from few domains. */
export class DnsAnswers {
  readonly #resolve: ResolveName;
  readonly #clock: Clock;
  readonly #answers = new Map<string, Answer>();

  constructor(resolve: ResolveName, clock: Clock) {
    this.#resolve = resolve;
    this.#clock = clock;
  }

  /** A resolver that rejects with `ETIMEOUT` once `milliseconds` from now are over, for all names together. */
  within(milliseconds: number): { readonly resolve: ResolveName; readonly end: () => void } {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(timeoutError()), milliseconds);
    });
    // Nobody may be waiting when it comes.
    over.catch(() => undefined);
    const resolve: ResolveName = (name, type) => Promise.race([over, this.#ask(name, type)]);
    return { resolve, end: () => clearTimeout(timer) };
  }

  #ask(name: string, type: string): Answer['records'] {
    const key = `${type} ${name.toLowerCase()}`;
    const now = this.#clock.now();
    const known = this.#answers.get(key);
    if (known !== undefined && known.until > now) return known.records;
    const answer = { records: this.#resolve(name, type), until: now + KEPT_MS };
    answer.records.catch((error: unknown) => {
      if (!isNotThere(error)) answer.until = this.#clock.now() + FAILED_KEPT_MS;
    });
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_NAMES && oldest !== undefined) this.#answers.delete(oldest);
    return answer.records;
  }
}

/** Whether the DNS says for certain that there is no such record. */
export function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOT_THERE.has(error.code);
}

const QUERY_MS = 1_500;

/** The name servers of this machine. */
export function systemResolver(): ResolveName {
  const resolver = new dns.Resolver({ timeout: QUERY_MS, tries: 1 });
  return (name, type) => resolver.resolve(name, type) as Promise<string[] | string[][]>;
}

function timeoutError(): Error {
  return Object.assign(new Error('The name servers did not answer in time.'), { code: 'ETIMEOUT' });
}
