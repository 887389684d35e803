/** What a ring may say: envelopes came, or something is due to leave. */
export const bells = ['register', 'deliver'] as const;
export type Bell = (typeof bells)[number];

/**
 * The doorbell between processes. A ring carries nothing and may be lost: work is found by looking
 * at the tables once a second. No job is needed for correctness.
 */
export interface JobQueue {
  /** Never waits and never fails; several rings may become one. */
  ring(bell: Bell): void;
  /** Calls the listener for rings of any process until the returned function is called. */
  onRing(bell: Bell, listener: () => void): () => void;
  /** `away`: rings do not arrive at other processes now, so workers look more often. */
  state(): 'connected' | 'away';
  close(): Promise<void>;
}
