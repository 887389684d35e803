import { type Bell } from '#core/queue/job-queue';

/** Hands rings to the listeners of this process; several rings of one turn become one. */
export class LocalBells {
  private readonly listeners = new Map<Bell, Set<() => void>>();
  private readonly pending = new Set<Bell>();

  ring(bell: Bell): void {
    if (this.pending.has(bell)) return;
    this.pending.add(bell);
    setImmediate(() => {
      this.pending.delete(bell);
      for (const listener of this.listeners.get(bell) ?? []) listener();
    });
  }

  onRing(bell: Bell, listener: () => void): () => void {
    const listeners = this.listeners.get(bell) ?? new Set();
    this.listeners.set(bell, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  silence(): void {
    this.listeners.clear();
  }
}
