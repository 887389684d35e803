import type { OutboxState } from '../delivery/outbox.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { Instant } from '../time/instant.js';
import type { Addressee, Alert } from './alert.js';
import type { PlannedAlert } from './plan-alert.js';

/** An alert that is not settled yet, with what became of its last message. */
export interface OpenAlert extends Alert {
  /** Null when it has none. */
  readonly message: AlertMessage | null;
  /** Empty when it is about no request. */
  readonly requestNumber: string;
}

/** What became of the message by which an alert was tried last. */
export interface AlertMessage {
  readonly state: OutboxState;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** The provider took it and then said that it did not arrive. */
  readonly bounced: boolean;
}

export type AlertStep = Pick<
  Alert,
  'id' | 'state' | 'transport' | 'tried' | 'outboxId' | 'lookAt'
> & {
  /** The message by which the next way is tried. */
  readonly entry: NewOutboxEntry | null;
};

/** Each function is one transaction. Throws `StoreUnavailable` or `StoreConflict`. */
export interface AlertStore {
  /** Everybody who has an address. */
  addressees(): Promise<readonly Addressee[]>;
  /** Writes the alerts whose news their people were not told before. @returns how many. */
  add(planned: readonly PlannedAlert[]): Promise<number>;
  /** Takes open alerts that are due for a look, decides about each and writes it. */
  look(
    now: Instant,
    limit: number,
    decide: (alert: OpenAlert) => AlertStep,
  ): Promise<readonly AlertStep[]>;
}
