import type { Result } from '#core/error/result';

import type { Downloaded } from './downloaded.js';

/** The staff API as the commands use it: the same routes over HTTP and within this process. */
export interface StaffApi {
  /** Said beside an answer that nobody will act on before a town runs. */
  readonly townIsRunning: boolean;
  call(request: StaffApiRequest): Promise<Result<unknown>>;
  /** A file, by its path below `/api/v1`. */
  download(path: string): Promise<Result<Downloaded>>;
  close(): Promise<void>;
}

export interface StaffApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below `/api/v1`, as `/requests/FM26-000001-9`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** The version that was read, of what is changed. */
  readonly ifMatch?: string;
}
