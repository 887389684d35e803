import { availableParallelism } from 'node:os';

/** What one mail may cost, and how long a parser process lives. */
export interface ParserLimits {
  readonly processes: number;
  /** A process that has read so many mails is replaced: whatever leaked goes with it. */
  readonly mailsPerProcess: number;
  /** A process found above this after a mail is replaced. */
  readonly restingBytes: number;
  /** A process found above this while it reads is killed: Buffers lie outside of V8's own limit. */
  readonly readingBytes: number;
  /** A process that has not started after this is killed: on a busy machine that takes a while. */
  readonly startMs: number;
  /** One mail in one process; then it is killed. */
  readonly timeMs: number;
  /** Of a longer mail only the header section is read. */
  readonly mailBytes: number;
  /** An idle process ends after this. */
  readonly idleMs: number;
}

const MEBIBYTE = 1_048_576;

export const defaultParserLimits: ParserLimits = {
  processes: availableParallelism(),
  mailsPerProcess: 2_000,
  restingBytes: 384 * MEBIBYTE,
  readingBytes: 1_024 * MEBIBYTE,
  startMs: 60_000,
  timeMs: 10_000,
  mailBytes: 25 * MEBIBYTE,
  idleMs: 60_000,
};

/** What is kept of one mail; its raw bytes hold the rest. */
export const TEXT_CHARACTERS = 1_000_000;
export const HTML_CHARACTERS = 1_000_000;
/** As much HTML is turned into text where there is no plain part. */
export const CONVERTED_CHARACTERS = 500_000;
/** Header fields in order, and those beyond that say who wrote what: together 1,000. */
export const FIELDS = 900;
export const LATE_FIELDS = 100;
export const ATTACHMENTS = 1_000;
export const REPORTS = 20;
export const REPORT_BYTES = 65_536;
/** Parts of one mail that are looked at, and how deep they lie: the parser's time grows with both. */
export const PARTS = 3_200;
export const DEPTH = 1_010;
export const HEADER_BYTES = 524_288;
export const FIELD_BYTES = 262_144;
