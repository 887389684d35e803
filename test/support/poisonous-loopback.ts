/**
 * Loaded before a process by `--import`: gives the loopback channel's words power over whoever
 * reads them, as a parser with a flaw has.
 */
import { DEADLY, UNREADABLE } from './poisonous-words.js';
import { wrapLoopback } from './wrapped-loopback.js';

wrapLoopback((adapter) => ({
  ...adapter,
  normalise: (envelope) => {
    const normalised = adapter.normalise(envelope);
    const text = normalised.kind === 'message' ? normalised.text : '';
    if (text === UNREADABLE) throw new Error('cannot be read');
    if (text === DEADLY) process.kill(process.pid, 'SIGKILL');
    return normalised;
  },
}));
