import type { FieldFault, Problem } from '#core/error/problem';
import { invalidInput } from '#core/error/problem';
import { readInstant } from '#core/time/read-instant';

import type { Received } from './due-answer.js';

export type ReceivedRead =
  | { readonly kind: 'received'; readonly received: Received }
  | { readonly kind: 'wrong'; readonly message: string };

/** An instant as somebody types it; without an offset it would be a guess, and is refused. */
export function readReceived(given: string): ReceivedRead {
  const text = given.trim();
  const read = readInstant(text);
  switch (read.kind) {
    case 'instant':
      return { kind: 'received', received: { text, at: read.at } };
    case 'without-offset':
      return {
        kind: 'wrong',
        message: `'${text}' has no offset; add Z for UTC or one such as -04:00`,
      };
    case 'no-instant':
      return {
        kind: 'wrong',
        message: `'${text}' is no instant; write it as 2026-09-04T18:00:00-04:00`,
      };
  }
}

const MOST_NAMED = 20;

/** The lines of a file that were no instants, to be told when the others are answered. */
export class BadLines {
  readonly #faults: FieldFault[] = [];
  #count = 0;

  add(line: number, message: string): void {
    this.#count += 1;
    if (this.#count <= MOST_NAMED) this.#faults.push({ field: `line ${line}`, message });
  }

  problem(): Problem | null {
    if (this.#count === 0) return null;
    const unnamed = this.#count - this.#faults.length;
    const more = { field: '', message: `${unnamed} more lines are no instants` };
    return invalidInput(unnamed === 0 ? this.#faults : [...this.#faults, more]);
  }
}
