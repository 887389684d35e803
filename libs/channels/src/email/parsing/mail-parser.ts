import type { ParsedMail } from '../parsed-mail.js';
import type { ParserChild } from './parser-child.js';
import type { AttachmentBytes, ParserAnswer, ParserJob } from './parser-job.js';
import { defaultParserLimits, type ParserLimits } from './parser-limits.js';
import { ProcessPool } from './process-pool.js';
import { unreadMail } from './unread-mail.js';
import type { SignatureJob } from './verify-signatures.js';

/** A killed process may have been killed for something else than its mail. */
const TRIES = 2;

/**
 * Reads mails in processes of their own, because a mail can be made to occupy or end the program
 * that reads it. Every mail gives a value: of one that is too large or breaks its parser, the header
 * section is read and the defect `body-not-read` says so.
 */
export class MailParser {
  readonly #limits: ParserLimits;
  readonly #pool: ProcessPool;

  constructor(limits: Partial<ParserLimits> = {}) {
    this.#limits = { ...defaultParserLimits, ...limits };
    this.#pool = new ProcessPool(this.#limits);
  }

  /** @throws when `signal` aborts or the parser is closed: nothing is said about the mail then. */
  async parse(raw: Buffer, signal: AbortSignal): Promise<ParsedMail> {
    const whole =
      raw.length > this.#limits.mailBytes ? null : await this.#ask({ kind: 'mail', raw }, signal);
    if (whole?.kind === 'mail') return whole.mail;
    const beginning = raw.subarray(0, MAX_HEADER_BYTES);
    const headers = await this.#ask({ kind: 'headers', raw: beginning }, signal);
    return headers?.kind === 'mail' ? headers.mail : unreadMail;
  }

  /** The bytes of one attachment by its index; null when there is no such part. */
  async attachment(
    raw: Buffer,
    index: number,
    signal: AbortSignal,
  ): Promise<AttachmentBytes | null> {
    if (raw.length > this.#limits.mailBytes) return null;
    const answer = await this.#ask({ kind: 'attachment', raw, index }, signal);
    return answer?.kind === 'attachment' ? answer.found : null;
  }

  /** HTML of a mail as it may be shown; null when it cannot be made safe within the limits. */
  async safeHtml(html: string, signal: AbortSignal): Promise<string | null> {
    const answer = await this.#ask({ kind: 'html', html }, signal);
    return answer?.kind === 'html' ? answer.html : null;
  }

  /** The domains whose signatures fit a mail; none of one that is too large or occupies its process. */
  async signingDomains(
    question: Omit<SignatureJob, 'kind'>,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    if (question.raw.length > this.#limits.mailBytes) return [];
    const answer = await this.#ask({ kind: 'signatures', ...question }, signal);
    return answer?.kind === 'signatures' ? answer.domains : [];
  }

  /** Ends all processes; what they were reading is given up. */
  close(): Promise<void> {
    this.#pool.close();
    return Promise.resolve();
  }

  async #ask(job: ParserJob, signal: AbortSignal): Promise<ParserAnswer | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const outcome = await this.#pool.use((child: ParserChild) => child.ask(job, signal), signal);
      if (outcome.kind === 'answered') return outcome.answer;
      if (outcome.ofTime) return null;
    }
    return null;
  }
}

const MAX_HEADER_BYTES = 1_048_576;

let shared: MailParser | null = null;

/** The one of this process: accounts share its processes, which start with the first mail. */
export function sharedMailParser(): MailParser {
  shared ??= new MailParser();
  return shared;
}
