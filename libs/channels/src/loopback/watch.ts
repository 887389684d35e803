import { watch as watchFolder } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { SECOND } from '#core/time/instant';

const LOOK_AGAIN_MS = 5 * SECOND;

/** Rings when the spool folder changes, and every five seconds because change events can get lost. */
export async function watch(folder: string, ring: () => void, signal: AbortSignal): Promise<void> {
  await Promise.all([ringOnTimer(ring, signal), ringOnChange(folder, ring, signal)]);
}

async function ringOnTimer(ring: () => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    const ended = await sleep(LOOK_AGAIN_MS, false, { signal }).catch(() => true);
    if (ended) return;
    ring();
  }
}

async function ringOnChange(folder: string, ring: () => void, signal: AbortSignal): Promise<void> {
  try {
    for await (const change of watchFolder(folder, { signal })) {
      if (change.filename?.endsWith('.json') !== false) ring();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
