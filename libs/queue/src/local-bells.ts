import { type Bell } from '#core/queue/job-queue';

/** Hands rings to the listeners of this process; several rings of one turn become one. */
export class LocalBells {
  private readonly listeners = new Map<Bell, Set<() => void>>();
  private readonly pending = new Set<Bell>();

  /** @returns whether anybody here listens. */
  ring(bell: Bell): boolean {
    const heard = (this.listeners.get(bell)?.size ?? 0) > 0;
    if (heard && !this.pending.has(bell)) this.ringAfterThisTurn(bell);
    return heard;
  }

  onRing(bell: Bell, listener: () => void): () => void {
    const listeners = this.listeners.get(bell) ?? new Set();
    this.listeners.set(bell, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  silence(): void {
    this.listeners.clear();
  }

  private ringAfterThisTurn(bell: Bell): void {
    this.pending.add(bell);
    setImmediate(() => {
      this.pending.delete(bell);
      for (const listener of this.listeners.get(bell) ?? []) listener();
    });
  }
}
