import type { Result } from '#core/error/result';

import type { StaffApi } from '../staff-api/staff-api.js';

/** What a command may reach besides its input. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: InputFiles;
  readonly output: OutputFiles;
  /** Prints a line before the command has ended; settles when the reader has room for more. */
  readonly print: (line: string) => Promise<void>;
  /** A fresh Idempotency-Key. */
  readonly newKey: () => string;
  readonly now: () => Date;
  /** The town's time zone. */
  readonly zone: string;
  /** Whether the town of the staff address is running. */
  readonly townAnswers: () => Promise<boolean>;
  /** The staff API of the running town, or of one opened in this process when none runs. */
  readonly staffApi: () => Promise<Result<StaffApi>>;
}

/** Files as the user names them: relative to where the command was typed; `-` is standard input. */
export interface InputFiles {
  read(name: string): Promise<Result<string>>;
  readBytes(name: string): Promise<Result<Buffer>>;
  /** The files in a folder and below, by their path within it, in order; hidden ones are left out. */
  list(folder: string): Promise<Result<readonly string[]>>;
}

export interface OutputFiles {
  /**
   * Saves under a name relative to where the command was typed, and overwrites nothing; `-` is
   * standard output. @returns the whole path.
   */
  write(name: string, bytes: Buffer): Promise<Result<string>>;
}
