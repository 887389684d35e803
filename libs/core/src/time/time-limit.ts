import { deadline } from './turns.js';

/** The work did not end in the time it was given, or everything is being stopped. */
export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
}

/**
 * Gives work a signal that aborts after `limitMs`, or with `outer`; it is then not waited for any
 * longer, whether it heeds the signal or not. Leaves no timer and no listener behind.
 */
export async function withinTime<Value>(
  limitMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort);
  const ended = deadline(limitMs, abort);
  try {
    return await Promise.race([work(controller.signal), rejectedWhenAborted(controller.signal)]);
  } finally {
    ended();
    outer.removeEventListener('abort', abort);
  }
}

async function rejectedWhenAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  throw new TimeLimitExceeded('It took too long, or everything is being stopped.');
}
