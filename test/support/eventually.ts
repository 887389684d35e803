import { setTimeout as pause } from 'node:timers/promises';

/** Repeats an expectation until it holds; the last failure is the test's. */
export async function eventually(expectation: () => unknown, limitMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
    }
    await pause(50);
  }
}
