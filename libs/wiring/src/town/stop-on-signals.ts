const FAILED = 1;

/** First signal: drain and exit 0. Second one: exit at once. */
export function stopOnSignals(stop: (signal: string) => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) process.exit(FAILED);
    stopping = true;
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(FAILED);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** For `main`: a refused start is a sentence on standard error, not a stack. */
export async function startOrExplain(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const expected = error instanceof Error && 'code' in error;
    const shown = expected || !(error instanceof Error) ? error : error.stack;
    process.stderr.write(`${shown instanceof Error ? shown.message : String(shown)}\n`);
    process.exit(FAILED);
  }
}
