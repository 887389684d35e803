/* eslint-disable no-restricted-globals -- the one place where the core waits; it measures nothing */

/** Lets everything that is ready in this turn of the event loop go first. */
export async function endOfTurn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

export async function pause(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
}

/** Calls `late` unless the returned function is called before. */
export function deadline(milliseconds: number, late: () => void): () => void {
  const timer = setTimeout(late, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
