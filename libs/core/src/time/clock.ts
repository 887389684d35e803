import type { Instant } from './instant.js';

/**
 * The one source of the current time. In a running town it follows the database's UTC time, so that
 * several machines agree on leases and due times; tests hand in a clock they move by hand.
 */
export interface Clock {
  now(): Instant;
}
